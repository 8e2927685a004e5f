"""States of jobs and of destruction, and the classes of record that end."""

from django.db import models


class JobState(models.TextChoices):
    """Where a job stands (仕事の状態)."""

    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "できました"
    FAILED = "failed", "できませんでした"


JOB_TRANSITIONS: dict[JobState, tuple[JobState, ...]] = {
    JobState.WAITING: (JobState.RUNNING,),
    JobState.RUNNING: (JobState.DONE, JobState.FAILED),
    JobState.FAILED: (JobState.WAITING,),
    JobState.DONE: (),
}
JOB_TONES = {
    JobState.WAITING: "gray", JobState.RUNNING: "blue", JobState.DONE: "key", JobState.FAILED: "red",
}  # fmt: skip


class JobKind(models.TextChoices):
    """What the queue can do."""

    RETENTION_LIST = "retention_list", "廃棄候補の一覧を作る"
    DESTRUCTION = "destruction", "承認された一覧を廃棄する"
    TOWN_EXPORT = "town_export", "この自治体の控えを取る"
    DAILY = "daily", "毎日の片付け"
    CARRY = "carry", "表から取り込む"


class RecordClass(models.TextChoices):
    """Classes of record with a term of their own (保存の区分)."""

    CASE = "case", "ケースの記録（世帯・支援経過・アセスメント・プラン）"
    CONSULTATION = "consultation", "ケースにならなかった相談"
    MEETING = "meeting", "会議の記録"
    REFERRAL = "referral", "つなぐシート"
    CONSENT = "consent", "本人同意"
    CONCERN = "concern", "相談にならなかった気になること"
    MESSAGE = "message", "相談にならなかった住民からのことば"
    KIT = "kit", "持ち出しの記録（タブレット）"
    AUDIT = "audit", "閲覧と変更の記録"


class ListState(models.TextChoices):
    """Steps of a list of records whose term is over (廃棄候補の一覧)."""

    DRAFT = "draft", "確かめています"
    PROPOSED = "proposed", "承認を待っています"
    APPROVED = "approved", "承認されました"
    DONE = "done", "廃棄しました"


LIST_TRANSITIONS: dict[ListState, tuple[ListState, ...]] = {
    ListState.DRAFT: (ListState.PROPOSED,),
    ListState.PROPOSED: (ListState.APPROVED, ListState.DRAFT),
    ListState.APPROVED: (ListState.DONE,),
    ListState.DONE: (),
}
LIST_TONES = {
    ListState.DRAFT: "gray", ListState.PROPOSED: "orange", ListState.APPROVED: "blue", ListState.DONE: "key",
}  # fmt: skip
