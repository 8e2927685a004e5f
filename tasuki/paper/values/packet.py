"""会議の事例提出シート: the frozen papers of one item, names as the submitter chose, numbered for the reader."""

from typing import Any
from uuid import UUID

from django.http import Http404

from tasuki.codes.sheet_definitions import load
from tasuki.meetings.actions import open_packet
from tasuki.meetings.copies import copy_of
from tasuki.meetings.models import Item
from tasuki.meetings.showing import MARK, is_inside
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import answers_in, words
from tasuki.shared.calendar_jp import wareki, wareki_short
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """The papers for whoever takes part in the item; each copy is numbered and its making written down."""
    related = ("sitting__body", "submitted_agency", "submitted_by", "host_agency")
    item = Item.objects.visible_to(worker).select_related(*related).filter(pk=key).first()
    if item is None:
        raise Http404("この議題はありません。")
    copy = copy_of(item, worker)
    packet = open_packet(item=item, by=worker, copy=copy, printed=True)
    definition = load("packet", getattr(item, "sheet_version", ""))
    papers = packet.papers if packet else []
    # The words of the item are read from its papers, where names are 続柄; before there are any, by host and submitter.
    frozen = {paper["heading"]: str(paper["text"]) for paper in papers if "text" in paper}
    asked = {key: one.full_label for key, one in definition.fields().items() if one.kind == "long"}
    asked["why_without"] = "本人の同意なしで扱う理由"
    if packet is None and is_inside(item, worker):
        own = {key: text for key, text in answers_in(definition, item).items() if key in asked}
    else:
        own = {key: frozen[label] for key, label in asked.items() if label in frozen}
    told = {asked[key] for key in own}
    values = own | {
        "item_number": item.number, "copy": copy.told, "title": item.title, "body": str(item.sitting.body),
        "legal_type": item.sitting.get_legal_type_display(), "at": wareki(item.sitting.at),
        "sitting": f"{item.sitting.body}（{wareki_short(item.sitting.at)}）", "plan": f"第{item.plan.number}回" if item.plan else "",
        "submitted": f"{item.submitted_agency} {item.submitted_by.name}", "kind": item.get_kind_display(),
        "without_consent": "☑" if item.without_consent else "☐",
    }  # fmt: skip
    rows = {"papers": [{"heading": one["heading"], "text": _text(one)} for one in papers
                       if not one.get("svg") and one["heading"] not in told],
            "roles": [{"agency": str(role.agency), "what": role.what, "when": _when(role)}
                      for role in item.roles.select_related("agency")]}  # fmt: skip
    return Filled("事例提出シート", copy.told, values, rows, version=definition.version, case=item.case_id, objects=[item.pk],
                  ground=item.sitting.get_legal_type_display(), recipient=copy,
                  pictures=[(one["heading"], one["svg"]) for one in papers if one.get("svg")])  # fmt: skip


def _text(paper: dict[str, Any]) -> str:
    """A paper in words; a table line by line."""
    if "rows" not in paper:
        return words(paper.get("text"))
    return "\n".join("　".join(str(cell) for cell in row if cell) for row in paper["rows"])


def _when(role: Any) -> str:
    return "　".join(filter(None, (wareki_short(role.by_date) if role.by_date else "", role.trigger)))


KIND = Kind(
    "packet", "事例提出シート", Permission.MEETING_ATTEND, read,
    (("item_number", "議題番号"), ("copy", "資料番号・宛名"), ("title", "議題"), ("body", "会議体"), ("legal_type", "法の位置づけ"),
     ("at", "開催日"), ("submitted", "提出")),
    (Group("papers", "資料", (("heading", "見出し"), ("text", "内容")), blank=4),
     Group("roles", "決まった役割", (("agency", "機関"), ("what", "すること"), ("when", "いつまで・そのとき")), blank=4)),
    mark=MARK,
)  # fmt: skip
