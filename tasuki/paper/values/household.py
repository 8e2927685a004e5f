"""インテーク・アセスメントシート of the whole household: its part, each member's part, the genogram as it was."""

from typing import Any
from uuid import UUID

from django.http import Http404

from tasuki.assessments.drawing import drawn
from tasuki.assessments.models import Assessment
from tasuki.assessments.showing import member_rows, names_of
from tasuki.cases.access import open_case
from tasuki.codes.sheet_definitions import load
from tasuki.paper.kinds import Filled, Group, Kind
from tasuki.paper.wording import MOST_PEOPLE, answers_in
from tasuki.shared.calendar_jp import wareki
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission


def read(worker: Worker, key: UUID) -> Filled:
    """One version of the sheet for one reader; members who are not open to her are not in it."""
    one = Assessment.objects.visible_to(worker).select_related("made_by", "agency").filter(pk=key).first()
    if one is None:
        raise Http404("このアセスメントはありません。")
    case = open_case(worker, one.case_id, part=Scope.ASSESSMENT, verb="アセスメントの用紙を開いた")
    definition = load(one.sheet, one.sheet_version)
    names = names_of(case, worker)
    values: dict[str, str] = answers_in(definition, one, "household") | {
        "case_number": case.number, "label": case.label, "number": f"第{one.number}回", "made_on": wareki(one.made_on),
        "made_by": f"{one.agency} {one.made_by.name}", "fixed_on": wareki(one.fixed_at) if one.fixed_at else "下書き",
    }  # fmt: skip
    parts = [(names.get(row.person_id, MOST_PEOPLE), answers_in(definition, row, "person"))
             for row in member_rows(one, case)]  # fmt: skip
    picture: Any = one.genogram or drawn(case, worker)
    return Filled(
        definition.title, case.number, values, {"persons": [{"name": name, **told} for name, told in parts]},
        version=definition.version, case=case.pk, objects=[one.pk], ground=case.access.ground,  # type: ignore[attr-defined]
        pictures=[("ジェノグラム", str(picture))] if picture else [], parts=parts,
    )  # fmt: skip


KIND = Kind(
    "household", "アセスメントシート", Permission.CASE_READ, read,
    (("case_number", "ケース番号"), ("label", "世帯"), ("number", "回"), ("made_on", "作成日"), ("made_by", "作成者"),
     ("fixed_on", "確定日")),
    (Group("persons", "世帯員", (("name", "氏名・続柄"),), on_paper=False),),
)  # fmt: skip
