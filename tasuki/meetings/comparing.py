"""Two 事例提出シート of the same case side by side: what the meeting was told before, and is told now. Reads only.

That two items speak of one case is known to those who may open the case; to anybody else no other item is offered.
"""

from typing import Any

from tasuki.codes.sheet_answers import side_by_side
from tasuki.codes.sheet_comparing import MOST, Beside, chosen_of, everything, others_of, part
from tasuki.codes.sheet_definitions import load
from tasuki.shared.calendar_jp import wareki_short
from tasuki.staff.models import Worker

from .actions import open_packet
from .models import Item
from .showing import is_inside, readable_case


def before(item: Item, worker: Worker) -> list[Item]:
    """Earlier items of the same case that she may read, the newest first."""
    if readable_case(item, worker) is None:
        return []
    rows = Item.objects.visible_to(worker).filter(case=item.case_id, sitting__at__lt=item.sitting.at)
    return list(
        rows.select_related("sitting__body", "plan", "submitted_agency").order_by("-sitting__at", "-order")[:MOST]
    )


def beside(item: Item, worker: Worker, said: str) -> Beside | None:
    """The sheet beside the one of the meeting before, or beside the one that was asked for; both looks are written down."""
    earlier = before(item, worker)
    chosen = chosen_of(earlier, said)
    if chosen is None:
        return None
    old, new = ({paper: text for paper, text in _told(one, worker)} for one in (chosen, item))
    minutes = side_by_side(_minutes(chosen), _minutes(item))
    parts = [part("事例提出シート", old.items(), new.items()), ("会議の結果", minutes)]
    return Beside(_named(chosen), _named(item), parts, others_of(earlier, chosen, _named))


def _named(one: Item) -> str:
    return f"{wareki_short(one.sitting.at)} {one.sitting.body}"


def _told(item: Item, worker: Worker) -> list[tuple[str, str]]:
    """The frozen papers in words; before there are any, for host and submitter what the sheet asks."""
    packet = open_packet(item=item, by=worker)
    if packet is not None:
        return [(paper["heading"], _text(paper)) for paper in packet.papers if not paper.get("svg")]
    sheet = load("packet", item.sheet_version)
    long = {one.full_label for one in sheet.fields().values() if one.kind == "long" or not one.column}
    own = everything(sheet, item) if is_inside(item, worker) else []
    return [(label, text) for label, text in own if label in long]


def _text(paper: dict[str, Any]) -> str:
    """A table line by line."""
    rows = paper.get("rows")
    return str(paper.get("text", "")) if rows is None else "\n".join("　".join(filter(None, row)) for row in rows)


def _minutes(item: Item) -> list[tuple[str, str]]:
    pairs = [("共有された情報・意見", item.discussion), ("決まったこと", item.decision),
             ("次回", wareki_short(item.next_on) if item.next_on else "")]  # fmt: skip
    return [(label, text) for label, text in pairs if text]
