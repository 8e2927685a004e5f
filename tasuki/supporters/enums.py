"""How supporters and what they tell stand."""

from django.db import models


class SupporterKind(models.TextChoices):
    """One who helps, or a shop, a newspaper agent, a firm (協力団体)."""

    PERSON = "person", "個人"
    ORGANISATION = "organisation", "団体・事業所"


class Worry(models.TextChoices):
    """How worrying (心配の度合い), in the words of the one who tells."""

    LITTLE = "little", "少し気になる"
    SOON = "soon", "早めに見てほしい"
    NOW = "now", "いますぐ心配"


class Source(models.TextChoices):
    """How it came (届いた道)."""

    LINK = "link", "協力員のページから"
    DESK = "desk", "窓口で聞いた"
    VISIT = "visit", "訪問のときに"


class ConcernStatus(models.TextChoices):
    """How far a concern has come (気になることの状態)."""

    NEW = "new", "返事はまだ"
    RECEIVED = "received", "受け取りました"
    HANDLING = "handling", "対応しています"
    DONE = "done", "終わりました"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    ConcernStatus.NEW: (ConcernStatus.RECEIVED, ConcernStatus.HANDLING, ConcernStatus.DONE),
    ConcernStatus.RECEIVED: (ConcernStatus.HANDLING, ConcernStatus.DONE),
    ConcernStatus.HANDLING: (ConcernStatus.DONE,),
    ConcernStatus.DONE: (ConcernStatus.HANDLING,),
}

# All that a supporter is ever told: never a word about the person.
ANSWERS = {
    ConcernStatus.RECEIVED: "受け取りました。知らせてくださり、ありがとうございます。",
    ConcernStatus.HANDLING: "対応しています。くわしいことはお伝えできませんが、担当が動いています。",
    ConcernStatus.DONE: "対応を終えました。これからも、気になることがあれば知らせてください。",
}


class Stream(models.TextChoices):
    """What is brought to a desk by rule (届け先の決まり)."""

    CONCERN = "concern", "気になること（協力員から）"
    MESSAGE = "message", "市民からの相談（市民向けページから）"


class Attended(models.TextChoices):
    """Whether somebody came to a session of a course."""

    CAME = "came", "出席"
    AWAY = "away", "欠席"
    MADE_UP = "made_up", "補講で受けた"


class CourseResult(models.TextChoices):
    """How a participant left the course."""

    TAKING = "taking", "受講中"
    GRADUATED = "graduated", "修了"
    LEFT = "left", "途中まで"


class TurnStatus(models.TextChoices):
    """How a visit by a supporter stands (訪問の番)."""

    ASKED = "asked", "返事まち"
    ACCEPTED = "accepted", "行きます"
    DECLINED = "declined", "行けません"
    DONE = "done", "訪問した"
    UNMET = "unmet", "会えなかった"
    CANCELLED = "cancelled", "とりやめ"


TURN_TRANSITIONS: dict[str, tuple[str, ...]] = {
    TurnStatus.ASKED: (TurnStatus.ACCEPTED, TurnStatus.DECLINED, TurnStatus.CANCELLED),
    TurnStatus.ACCEPTED: (TurnStatus.DECLINED, TurnStatus.DONE, TurnStatus.UNMET, TurnStatus.CANCELLED),
    TurnStatus.DECLINED: (),
    TurnStatus.DONE: (),
    TurnStatus.UNMET: (),
    TurnStatus.CANCELLED: (),
}


class Found(models.TextChoices):
    """How the person was (ようす)."""

    WELL = "well", "元気だった"
    SO_SO = "so_so", "いつもと少し違う"
    UNWELL = "unwell", "具合が悪そう・心配"


# Drawn with the others in the reference; the requests have their vocabulary in a file of their own.
from .requests_enums import REQUEST_TRANSITIONS  # noqa: E402, F401
