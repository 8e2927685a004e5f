"""What residents wrote, as the desk reads it (住民からのことばの一覧). Reads only."""

from dataclasses import dataclass

from tasuki.shared import clock
from tasuki.staff.models import Worker

from .messages_enums import MessageState
from .messages_models import MessageQuerySet, ResidentMessage

MOST = 100
WAITING = (MessageState.NEW, MessageState.SEEN)
TONES = {MessageState.NEW: "red", MessageState.SEEN: "orange", MessageState.ANSWERED: "blue",
         MessageState.TAKEN: "key", MessageState.CLOSED: "gray"}  # fmt: skip
# The pages are above this room; these words are the desk's, in Japanese whatever the resident chose.
LANGUAGES = {
    "easy": "やさしい日本語", "ja": "日本語", "en": "英語", "zh": "中国語", "vi": "ベトナム語", "pt": "ポルトガル語",
    "ko": "韓国語", "fil": "フィリピノ語", "ne": "ネパール語",
}  # fmt: skip
TROUBLES = {
    "unknown": "どこに相談したらいいかわからない", "money": "お金・生活費", "food": "食べるものがない", "work": "仕事",
    "home": "住むところ", "care": "年をとった家族・介護", "illness": "病気・障害", "mind": "こころがつらい",
    "child": "子ども・子育て・学校", "alone": "ひとり・ひきこもり", "family": "家族・近所", "violence": "暴力・虐待",
    "foreign": "日本語・在留・外国での暮らし",
}  # fmt: skip


@dataclass
class Line:
    """One message with its words for the desk."""

    message: ResidentMessage
    trouble: str
    language: str
    tone: str
    late: bool


def waiting(worker: Worker) -> MessageQuerySet:
    """Not yet answered."""
    return ResidentMessage.objects.visible_to(worker).filter(state__in=WAITING)


def listed(worker: Worker, standing: str) -> list[Line]:
    """Those asked for, the longest waiting first while they wait, else the newest."""
    rows = ResidentMessage.objects.visible_to(worker)
    if standing == "answered":
        rows = rows.filter(state=MessageState.ANSWERED)
    elif standing == "ended":
        rows = rows.filter(state__in=(MessageState.TAKEN, MessageState.CLOSED))
    elif standing != "all":
        rows = rows.filter(state__in=WAITING).order_by("at")
    return [line(row) for row in rows.select_related("agency", "area")[:MOST]]


def line(message: ResidentMessage) -> Line:
    """In the desk's words."""
    state = MessageState(message.state)
    late = state in WAITING and message.due_on < clock.today()
    return Line(message, TROUBLES.get(message.trouble, ""), LANGUAGES.get(message.language, ""), TONES[state], late)
