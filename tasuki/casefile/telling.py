"""Actions of the letter (提供の記録を渡す): each line decided, the paper made, kept and entered in the register."""

import hashlib
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.numbers import number_of_the_year
from tasuki.ui.pdf import pdf_and_pages

from . import rules
from .enums import PaperKind
from .models import Disclosure, GivenPaper, LetterDecision
from .shared_with import Shared, shared_with

LETTER = "casefile/letter_paper.html"


@transaction.atomic
def decide_line(*, case: Case, person: Person, line: str, told: bool, by: Worker, reason: str = "",
                note: str = "") -> LetterDecision:  # fmt: skip
    """Tell a line or leave it out; every decision stays, the newest counts."""
    require(rules.may_decide_line(case, by, told=told, reason=reason))
    made = LetterDecision.objects.create(
        case=case, person=person, line=line, told=told, reason="" if told else reason, note=note, by_id=by.pk,
        at=clock.now(),
    )  # fmt: skip
    verb = "提供の記録の行を伝える" if told else "提供の記録の行を伝えない"
    record(Act.CHANGE, verb, by=by, case=case.pk, objects=[person.pk, made.pk], reason=made.reason)
    return made


@transaction.atomic
def give_letter(*, case: Case, person: Person, by: Worker, how: str) -> GivenPaper:
    """The letter as a paper, kept as it was given."""
    shared = shared_with(case, person, by)
    require(rules.may_give_letter(case, by, shared))
    number = number_of_the_year("letter", "提")
    told = {"case": case, "person": person, "shared": shared, "agency": case.owner_agency, "number": number,
            "today": clock.today()}  # fmt: skip
    return keep_paper(
        kind=PaperKind.LETTER, number=number, case=case, person=person, how=how, told_of=_summary(shared),
        made=pdf_and_pages(LETTER, told, title="あなたの情報を共有した記録", reader=by, number=number, mark="親展"), by=by,
    )  # fmt: skip


def _summary(shared: Shared) -> str:
    left = len(shared.lines) - len(shared.told)
    return f"共有 {len(shared.told)}行、同意 {len(shared.consents)}件、載せなかった行 {left}"


def keep_paper(*, kind: PaperKind, number: str, case: Case, person: Person, how: str, told_of: str,
               made: tuple[bytes, int], by: Worker, disclosure: Disclosure | None = None) -> GivenPaper:  # fmt: skip
    """Into the register, with the paper itself and its digest; part of the actions that give something."""
    content, pages = made
    digest = hashlib.sha256(content).hexdigest()
    entered: dict[str, Any] = {"kind": kind, "number": number, "how": how, "told_of": told_of, "disclosure": disclosure}
    paper = GivenPaper.objects.create(
        case=case, person=person, at=clock.now(), by_id=by.pk, agency_id=by.agency_id, pages=pages, digest=digest,
        content=content, **entered,
    )  # fmt: skip
    record(Act.EXPORT, f"{kind.label}を本人に渡した", by=by, case=case.pk, objects=[paper.pk, person.pk],
           reason=f"{number} {digest[:16]}", count=pages)  # fmt: skip
    return paper
