"""Files and pictures in the answer to a request (開示する添付・図): what there is, which pages go along, how it is printed."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tasuki.cases.models import Attachment, SupportRecord
from tasuki.people.kinship import Kin
from tasuki.shared import clock, limited
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.shared.decisions import Refused
from tasuki.shared.uploads import KINDS

from . import household
from .enums import EnclosureDecision, EnclosureSource
from .masking import short
from .models import Disclosure, Enclosure
from .piece import Asked

SVG = "image/svg+xml"


@dataclass(frozen=True)
class Found:
    """A file or picture before it is kept with the request."""

    source: EnclosureSource
    name: str
    on: date | None = None
    attachment: Attachment | None = None
    content: str = ""
    pages: int | None = None


def enclosures_of(asked: Asked, records: Iterable[SupportRecord]) -> Iterator[Found]:
    """The files of the records that are told, then the genogram."""
    days = {row.pk: row.at.astimezone(clock.JAPAN).date() for row in records}
    for file in Attachment.objects.filter(record__in=list(days)).order_by("at", "id"):
        yield Found(EnclosureSource.ATTACHMENT, file.name, days[file.record_id], file, pages=pages_of(file))
    drawing = redacted(asked)
    if len(drawing.people) > 1:
        told = drawing.picture(note="ほかの人の年齢・記号・関係線は伏せてあります（２号）")
        yield Found(EnclosureSource.GENOGRAM, "ジェノグラム", content=told, pages=1)


def pages_of(file: Attachment) -> int | None:
    """One for a picture; a PDF is counted in the process for foreign files; of the others nobody knows."""
    if file.kind in ("png", "jpg"):
        return 1
    if file.kind != "pdf":
        return None
    try:
        told = limited.run("pages", bytes(file.content))[0]
    except Refused:
        return None
    return int(told) if told else None


def redacted(asked: Asked) -> Kin:
    """The family as she knows it: of the others only their place in it, no age, no sign, no tie as a worker sees it."""
    found = household.everybody(asked.case, asked.worker)
    kin = household.kin(asked.case, found, asked.worker)
    mine = str(asked.person.pk)
    kin.people = [
        one if one.key == mine else replace(one, age="", conditions=(), key_person=False, carer=False)
        for one in kin.people if not one.hidden
    ]  # fmt: skip
    kin.ties = []
    return kin


def numbers(text: str, pages: int | None) -> str:
    """「2、4〜5」 as 「2,4-5」; empty when it is no list of pages, or names one that is not there."""
    plain = re.sub(r"[、，,\s]+", ",", text.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    plain = re.sub(r"[〜～–－−ー―]", "-", plain)
    if not re.fullmatch(r"\d{1,3}(-\d{1,3})?(,\d{1,3}(-\d{1,3})?)*", plain):
        return ""
    for part in plain.split(","):
        first, _, last = part.partition("-")
        if not 1 <= int(first) <= int(last or first) or (pages and int(last or first) > pages):
            return ""
    return plain


@dataclass(frozen=True)
class Printed:
    """One line of the paper: what it is, what becomes of it and why; the picture itself where it is given."""

    number: int
    words: str
    fate: str
    picture: str = ""


def printed_enclosures(disclosure: Disclosure) -> list[Printed]:
    """In their order. A name may tell of somebody, so the paper says only what kind of thing it is."""
    rows = disclosure.enclosures.select_related("attachment")
    return [Printed(n, _words(one), _fate(one), _picture(one)) for n, one in enumerate(rows, 1)]


def _words(one: Enclosure) -> str:
    if one.attachment is None:
        return one.get_source_display()
    kind = "写真・画像" if one.is_picture else one.attachment.kind.upper()
    count = f"　{one.pages}ページ" if one.pages and not one.is_picture else ""
    return f"{wareki_plain(one.on)}の記録の添付（{kind}{count}）" if one.on else f"添付（{kind}{count}）"


def _fate(one: Enclosure) -> str:
    why = f"（{short(one.reason)}）" if one.reason else ""
    if one.decision == EnclosureDecision.WITHHOLD:
        return f"渡しません{why}"
    if one.decision == EnclosureDecision.PART:
        return f"写しを添えます。{one.withheld_pages.replace('-', '〜').replace(',', '、')}ページは渡しません{why}"
    if one.decision == EnclosureDecision.GIVE:
        return "このあとに印刷します" if one.is_picture else "写しを添えます"
    return one.get_decision_display()


def _picture(one: Enclosure) -> str:
    """As an address that carries the picture itself; only of what is given."""
    if not one.is_picture or one.decision != EnclosureDecision.GIVE:
        return ""
    if one.attachment is None:
        kind, content = SVG, one.content.encode()
    else:
        kind, content = KINDS[one.attachment.kind], bytes(one.attachment.content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
