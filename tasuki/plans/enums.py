"""How a plan stands."""

from django.db import models


class PlanStatus(models.TextChoices):
    """プランの状態."""

    DRAFT = "draft", "作成中"
    SUBMITTED = "submitted", "会議に提出"
    EXAMINED = "examined", "部会で検討ずみ"
    SENT_BACK = "sent_back", "差し戻し"
    APPROVED = "approved", "承認・実施中"
    EVALUATED = "evaluated", "評価ずみ"
    ENDED = "ended", "終了"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.SUBMITTED,),
    PlanStatus.SUBMITTED: (PlanStatus.EXAMINED, PlanStatus.APPROVED, PlanStatus.SENT_BACK),
    PlanStatus.EXAMINED: (PlanStatus.APPROVED, PlanStatus.SENT_BACK),
    PlanStatus.SENT_BACK: (PlanStatus.SUBMITTED,),
    PlanStatus.APPROVED: (PlanStatus.EVALUATED,),
    PlanStatus.EVALUATED: (PlanStatus.ENDED,),
    PlanStatus.ENDED: (),
}

TONES = {
    PlanStatus.DRAFT: "gray", PlanStatus.SUBMITTED: "blue", PlanStatus.EXAMINED: "cyan", PlanStatus.SENT_BACK: "orange",
    PlanStatus.APPROVED: "key", PlanStatus.EVALUATED: "purple", PlanStatus.ENDED: "gray",
}  # fmt: skip


class RoleStatus(models.TextChoices):
    """How far a role is (役割の進み)."""

    WAITING = "waiting", "これから"
    WHEN = "when", "そのときが来たら"
    DOING = "doing", "取り組み中"
    DONE = "done", "できた"
    DROPPED = "dropped", "取りやめ"


ROLE_TONES = {
    RoleStatus.WAITING: "gray", RoleStatus.WHEN: "yellow", RoleStatus.DOING: "blue", RoleStatus.DONE: "key",
    RoleStatus.DROPPED: "gray",
}  # fmt: skip


class Verdict(models.TextChoices):
    """What the evaluation says (判定)."""

    REPLAN = "replan", "再プランして続ける"
    CONTINUE = "continue", "このまま続ける"
    END = "end", "終結"
    SUSPEND = "suspend", "中断"


class Step(models.TextChoices):
    """Examined by a 部会, decided by the 本会議; one body may do both."""

    EXAMINED = "examined", "検討"
    DECIDED = "decided", "承認"


class Result(models.TextChoices):
    """What the meeting said."""

    APPROVED = "approved", "適切・承認"
    SENT_BACK = "sent_back", "差し戻し"
