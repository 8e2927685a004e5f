"""Closed vocabularies of the case. The diagram in docs/reference/states.md is generated from TRANSITIONS."""

from django.db import models


class Status(models.TextChoices):
    """How a case stands (状態)."""

    ASSESSING = "assessing", "アセスメント中"
    CONFERENCE = "conference", "支援会議で検討中"
    REACHING = "reaching", "関係づくり中（同意前）"
    PLANNING = "planning", "プラン作成中"
    SUPPORTING = "supporting", "支援中"
    WATCHING = "watching", "見守り・伴走"
    CLOSED = "closed", "終結"


# What may follow what. Unusual ways (a plan after the fact, support without a plan) are allowed: rules forbid little.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Status.ASSESSING: (Status.CONFERENCE, Status.REACHING, Status.PLANNING, Status.SUPPORTING, Status.WATCHING, Status.CLOSED),
    Status.CONFERENCE: (Status.REACHING, Status.PLANNING, Status.SUPPORTING, Status.WATCHING, Status.CLOSED),
    Status.REACHING: (Status.CONFERENCE, Status.PLANNING, Status.SUPPORTING, Status.WATCHING, Status.CLOSED),
    Status.PLANNING: (Status.CONFERENCE, Status.REACHING, Status.SUPPORTING, Status.WATCHING, Status.CLOSED),
    Status.SUPPORTING: (Status.CONFERENCE, Status.REACHING, Status.PLANNING, Status.WATCHING, Status.CLOSED),
    Status.WATCHING: (Status.CONFERENCE, Status.REACHING, Status.PLANNING, Status.SUPPORTING, Status.CLOSED),
    Status.CLOSED: (),  # a closed case goes on as a new one (casefile.actions.reopen_case)
}  # fmt: skip

TONES = {
    Status.ASSESSING: "blue", Status.CONFERENCE: "purple", Status.REACHING: "orange", Status.PLANNING: "cyan",
    Status.SUPPORTING: "key", Status.WATCHING: "yellow", Status.CLOSED: "gray",
}  # fmt: skip


class EventKind(models.TextChoices):
    """What can happen to a case: the table of contents of the product. A later room adds its word here."""

    OPENED = "opened", "ケースを開いた"
    CONSULTED = "consulted", "相談を受けた"
    RECORDED = "recorded", "記録した"
    CORRECTED = "corrected", "記録を直した"
    STATUS = "status", "状態が変わった"
    HANDED_OVER = "handed_over", "担当が変わった"
    OWNER_CHANGED = "owner_changed", "主担当の機関が変わった"
    MEMBER_ADDED = "member_added", "世帯員を加えた"
    MEMBER_CHANGED = "member_changed", "世帯員のことを直した"
    MEMBER_OUT = "member_out", "世帯員をはずした"
    BASICS_CHANGED = "basics_changed", "ケースの基本を直した"
    CONSENT_ASKED = "consent_asked", "同意をたずねた"
    CONSENT_GIVEN = "consent_given", "同意を得た"
    CONSENT_WITHDRAWN = "consent_withdrawn", "同意が撤回された"
    REFERRED = "referred", "つないだ"
    REFERRAL_ACCEPTED = "referral_accepted", "つなぎが受理された"
    REFERRAL_DECLINED = "referral_declined", "つなぎが断られた"
    REFERRAL_ASKED = "referral_asked", "つなぎに問い合わせがあった"
    HANDED_BACK = "handed_back", "つなぎもどした"
    HAND_BACK_CONFIRMED = "hand_back_confirmed", "つなぎもどしを確認した"
    ASSESSED = "assessed", "アセスメントした"
    APPROACH_OPENED = "approach_opened", "アウトリーチを始めた"
    APPROACH_STAGE = "approach_stage", "アウトリーチの段階が進んだ"
    VISITED = "visited", "訪問した"
    APPROACH_ENDED = "approach_ended", "アウトリーチを終えた"
    PUT_ON_AGENDA = "put_on_agenda", "会議にかけた"
    OFF_AGENDA = "off_agenda", "議題を取り下げた"
    MET = "met", "会議で検討した"
    PLAN_DRAFTED = "plan_drafted", "プランを作った"
    PLAN_SUBMITTED = "plan_submitted", "プランを会議に出した"
    PLAN_APPROVED = "plan_approved", "プランが承認された"
    PLAN_SENT_BACK = "plan_sent_back", "プランが差し戻された"
    PLAN_STEP = "plan_step", "役割が果たされた"
    PLAN_EVALUATED = "plan_evaluated", "プランを評価した"
    CLOSED = "closed", "終結した"
    FOLLOWED_UP = "followed_up", "その後を確かめた"
    REOPENED = "reopened", "再開した"
    EMERGENCY = "emergency", "緊急に開いた"
    EMERGENCY_REVIEWED = "emergency_reviewed", "緊急の閲覧を確かめた"
    WATCH_BEGUN = "watch_begun", "長期の見守りを始めた"
    WATCH_CHANGED = "watch_changed", "長期の見守りを変えた"
    WATCH_ENDED = "watch_ended", "長期の見守りを終えた"
    RIGHTS_MARKED = "rights_marked", "権利擁護の検討を求めた"
    RIGHTS_ANSWERED = "rights_answered", "権利擁護の検討の答えがあった"
    CONFERRED = "conferred", "カンファレンスをした"
    LEAD_CAME = "lead_came", "終結後の知らせが届いた"
    LEAD_ANSWERED = "lead_answered", "終結後の知らせを受けとめた"
    PARTICIPATION_SHEET = "participation_sheet", "参加支援アセスメントを確定した"
    MATCH_STEP = "match_step", "参加先とのつながりが進んだ"
    MATCH_FOLLOWED = "match_followed", "参加先のその後を確かめた"
    MATCH_ENDED = "match_ended", "参加先とのつながりがおわった"
    UNMET_WISH = "unmet_wish", "合う場がなく、資源開発を始めた"
    DRAWN = "drawn", "地域の課題につないだ"
    FOOD_GIVEN = "food_given", "食料を渡した"
    WARNED = "warned", "注意事項を書いた"
    WARNING_ENDED = "warning_ended", "注意事項を終えた"


class EmergencyKind(models.TextChoices):
    """What is in danger (緊急の理由)."""

    LIFE = "life", "生命"
    BODY = "body", "身体"
    PROPERTY = "property", "財産"


class EmergencyVerdict(models.TextChoices):
    """What those who had to review it say (確かめの結果)."""

    FIT = "fit", "妥当"
    UNFIT = "unfit", "不適切"
    WATCH = "watch", "経過観察"


class ToldOf(models.TextChoices):
    """Whether the person was told of a warning about her (本人に伝えたか)."""

    TOLD = "told", "本人に伝えた"
    NOT_TOLD = "not_told", "伝えていない"
