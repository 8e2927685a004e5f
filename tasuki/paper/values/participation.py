"""参加支援アセスメント of one person, and the places that were chosen with her."""

from uuid import UUID

from django.http import Http404

from tasuki.cases.access import open_case
from tasuki.cases.reading import persons_of
from tasuki.codes.sheet_definitions import load
from tasuki.community.enums import PlaceKind
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import MOST_PEOPLE, answers_in, words
from tasuki.participation.enums import Part
from tasuki.participation.matching import day_words
from tasuki.participation.models import Match, ParticipationSheet
from tasuki.participation.wording import conditions
from tasuki.people.models import HIDDEN
from tasuki.people.protection import show_whereabouts
from tasuki.shared.calendar_jp import wareki
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """The sheet for one reader."""
    rows = ParticipationSheet.objects.visible_to(worker).select_related(
        "area", "town", "start_place", "made_by", "agency"
    )
    one = rows.filter(pk=key).first()
    if one is None:
        raise Http404("この用紙はありません。")
    case = open_case(worker, one.case_id, part=Scope.ASSESSMENT, verb="参加支援アセスメントの用紙を開いた")
    if not case.access.covers(Scope.ASSESSMENT, one.person_id):  # type: ignore[attr-defined]
        raise Http404("この用紙はありません。")
    person = persons_of(case, worker).filter(pk=one.person_id).first()
    definition = load("participation", getattr(one, "sheet_version", ""))
    values = answers_in(definition, one) | {
        "case_number": case.number, "person": person.full_name if person else MOST_PEOPLE, "number": f"第{one.number}回",
        "made_on": wareki(one.made_on), "made_by": f"{one.agency} {one.made_by.name}",
        "fixed_on": wareki(one.fixed_on) if one.fixed_on else "書きかけ",
        "conditions": "\n".join(f"{label}：{text}" for label, text in conditions(one)),
        "kinds": "、".join(PlaceKind(kind).label for kind in one.kinds),
        "weekdays": day_words(sorted(one.weekdays)) if one.weekdays else "",
        "parts": "、".join(part.label for part in Part if part in one.parts), "escort": one.get_escort_display(),
        "part_in": one.get_part_in_display(), "people": one.get_people_display() if one.people else "",
        "area": words(one.area), "town": words(one.town), "start_place": words(one.start_place),
    }  # fmt: skip
    if person is None or person.pk not in show_whereabouts([person], worker, "参加支援アセスメントの用紙", case.number):
        values |= {name: HIDDEN for name in ("town", "start_place") if values[name]}
    matches = Match.objects.visible_to(worker).filter(sheet=one).select_related("place")
    lines = [{"place": str(match.place), "status": match.get_status_display(), "picked_on": wareki(match.picked_on),
              "why": match.why} for match in matches]  # fmt: skip
    return Filled("参加支援アセスメント", case.number, values, {"places": lines}, version=definition.version, case=case.pk,
                  objects=[one.pk, one.person_id], ground=case.access.ground)  # type: ignore[attr-defined]  # fmt: skip


KIND = Kind(
    "participation", "参加支援アセスメント", Permission.CASE_READ, read,
    (("case_number", "ケース番号"), ("person", "本人"), ("number", "回"), ("made_on", "書き始めた日"), ("fixed_on", "確定した日"),
     ("made_by", "書いた人")),
    (Group("places", "選んだ場", (("place", "場"), ("status", "段階"), ("picked_on", "候補にした日"), ("why", "選んだわけ"))),),
    later=frozenset({"fixed_on"}),
)  # fmt: skip
