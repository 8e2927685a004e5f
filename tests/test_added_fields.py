"""A question of every kind, added to each of the eight sheets: asked, kept, on the page, on paper, in Excel, after the next version."""

import io
from dataclasses import dataclass
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tasuki.assessments.actions import begin_assessment, fill_assessment, fill_member, fix_assessment
from tasuki.cases.consenting import take_consent
from tasuki.codes import sheet_actions
from tasuki.codes.sheet_checking import SHEETS
from tasuki.codes.sheet_definitions import forget
from tasuki.codes.sheet_editing import done, with_field, with_section
from tasuki.codes.sheet_kinds import ANSWERS
from tasuki.intake.actions import take_consultation
from tasuki.meetings import actions as meetings
from tasuki.meetings.papers import Picks, build
from tasuki.meetings.tests.scenes import bring, conference
from tasuki.participation.actions import begin_sheet, fill_sheet, fix_sheet
from tasuki.plans import actions as plans
from tasuki.referrals.actions import send_referral
from tasuki.shared import clock

GIVEN: dict[str, Any] = {
    "text": "みじかい返事", "long": "ながい返事", "choice": "あかいろ", "choices": ["あかいろ", "あおいろ"], "yesno": True,
    "number": 7391, "money": 52100, "date": "2026-05-17",
}  # fmt: skip
SAID = {"text": "みじかい返事", "long": "ながい返事", "choice": "あかいろ", "choices": "あかいろ、あおいろ", "yesno": "はい",
        "number": "7391", "money": "52,100円", "date": "R8.5.17"}  # fmt: skip
OPTIONS = {"choice": ["あかいろ", "きいろ"], "choices": ["あかいろ", "あおいろ", "みどりいろ"]}
KEYS = {kind: f"own{number}" for number, kind in enumerate(ANSWERS, 1)}
LABELS = {kind: f"町の{word}" for kind, word in ANSWERS.items()}
TOLD = {KEYS[kind]: value for kind, value in GIVEN.items()}
# Where the questions are added: among those that are there already, or in a section of their own.
NEW = "town1"
PLACES = {"intake": "matter", "household": "situation", "referral": "tell", "plan": "wishes", "evaluation": "result",
          "consent": "answer", "packet": "matter", "participation": "words"}  # fmt: skip


@pytest.fixture(autouse=True)
def _as_shipped():
    forget()
    yield
    forget()


def put(town, sheet, section):
    """A version with a question of every kind, in force today."""
    with town.acting("suzuki") as by:
        draft = sheet_actions.copy_sheet(sheet=sheet, version="2026-04", by=by)
        per = "household" if sheet == "household" else "one"
        body = with_section(draft.body, NEW, {"label": "町の区分"}, per=per, new=True) if section == NEW else draft.body
        for kind, key in KEYS.items():
            facts = {"label": LABELS[kind], "kind": kind, "options": OPTIONS.get(kind, [])}
            body = with_field(body, section, key, facts, new=True)
        sheet_actions.change_sheet(version=draft, by=by, body=body)
        sheet_actions.put_in_force(version=draft, by=by, since=clock.today())


def take_away(town, sheet, section):
    """The next version, without them."""
    with town.acting("suzuki") as by:
        draft = sheet_actions.copy_sheet(sheet=sheet, version="t1", by=by)
        body = draft.body
        for key in KEYS.values():
            body = done(body, "remove", section, key)
        sheet_actions.change_sheet(version=draft, by=by, body=body)
        sheet_actions.put_in_force(version=draft, by=by, since=clock.today())


@dataclass
class Written:
    """Where it is asked, where it is read, and the key of its paper."""

    asked: str
    page: str
    paper: Any


def write_intake(town, case, by):
    one = take_consultation(by=by, at=clock.now(), route="phone_self", words="電話", answers=TOLD)
    return Written("/consultations/new/", f"/consultations/{one.pk}/", one.pk)


def write_household(town, case, by):
    one = begin_assessment(case=case, by=by)
    fill_assessment(assessment=one, by=by, answers=TOLD)
    fix_assessment(assessment=one, by=by)
    begin_assessment(case=case, by=by)
    return Written(f"/cases/{case.pk}/assessment/edit/", f"/cases/{case.pk}/assessment/", one.pk)


def write_referral(town, case, by):
    one = send_referral(by=by, to=[town.agencies["hokatsu"]], wanted="会ってほしい", consent="given", case=case,
                        persons=case.people[:1], consented=case.people[:1], answers=TOLD)  # fmt: skip
    return Written(f"/cases/{case.pk}/refer/", f"/referrals/{one.pk}/", one.pk)


def write_plan(town, case, by):
    one = plans.draft_plan(case=case, by=by, main_person=case.people[0], goal="外へ", answers=TOLD)
    return Written(f"/cases/{case.pk}/plans/new/", f"/plans/{one.pk}/", one.pk)


def write_evaluation(town, case, by):
    take_consent(case=case, person=case.people[0], by=by, answer="given", asked_on=clock.today(), method="written",
                 items=["basic", "plan"], agencies=[town.agencies["kikan"]])  # fmt: skip
    roles = [plans.RoleLine(town.agencies["sogo"], "会う", by_date=clock.today())]
    one = plans.draft_plan(case=case, by=by, main_person=case.people[0], goal="外へ", roles=roles)
    plans.submit_plan(plan=one, by=by)
    with town.acting("suzuki") as head:
        plans.decide_plan(plan=one, by=head, step="decided", result="approved", body_name="会議", on=clock.today())
    with town.acting("sakura") as by:
        one.refresh_from_db()
        one.case = case
        plans.evaluate_plan(plan=one, by=by, on=clock.today(), reached="出た", verdict="replan", answers=TOLD)
    return Written(f"/plans/{one.pk}/evaluate/", f"/plans/{one.pk}/", one.pk)


def write_consent(town, case, by):
    one = take_consent(case=case, person=case.people[0], by=by, answer="refused", asked_on=clock.today(), method="oral",
                       answers=TOLD)  # fmt: skip
    return Written(f"/cases/{case.pk}/persons/{case.people[0].pk}/consent/", f"/cases/{case.pk}/household/", one.pk)


def write_packet(town, case, by):
    one = bring(town, case, conference(town), answers=TOLD)
    with town.acting("sakura") as by:
        meetings.freeze(item=one, by=by, papers=build(one, by, Picks()))
    return Written(f"/cases/{case.pk}/agenda/new/", f"/meetings/items/{one.pk}/", one.pk)


def write_participation(town, case, by):
    one = begin_sheet(case=case, person=case.people[0], by=by)
    fill_sheet(sheet=one, by=by, wishes="畑", answers=TOLD)
    fix_sheet(sheet=one, by=by)
    following = begin_sheet(case=case, person=case.people[0], by=by)
    return Written(f"/participation/sheets/{following.pk}/", f"/participation/sheets/{one.pk}/", one.pk)


WRITERS = {name.removeprefix("write_"): one for name, one in list(globals().items()) if name.startswith("write_")}


def in_pdf(content):
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "").replace(" ", "")
    )


def in_excel(content):
    cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
    return "\n".join(str(cell) for cell in cells if cell is not None)


def lost(text, *more):
    return [word for words in (LABELS, SAID, *more) for word in words.values() if word not in text]


@pytest.mark.parametrize(("sheet", "section"), [(one, place) for one in SHEETS for place in (PLACES[one], NEW)])
def test_a_question_of_every_kind_is_asked_kept_and_read_everywhere(town, browse, sheet, section):
    put(town, sheet, section)
    case = town.case()
    with town.acting("sakura") as by:
        written = WRITERS[sheet](town, case, by)
    sakura = browse("sakura")
    form = sakura.get(written.asked).content.decode()
    assert [key for kind, key in KEYS.items() if key not in form or LABELS[kind] not in form] == []
    take_away(town, sheet, section)
    if sheet not in ("household", "participation"):  # what is begun goes on in its version
        assert "added_own1" not in sakura.get(written.asked).content.decode()
    assert lost(sakura.get(written.page).content.decode()) == []
    assert lost(in_pdf(sakura.get(f"/papers/{sheet}/{written.paper}/pdf/").content)) == []
    assert lost(in_excel(sakura.get(f"/papers/{sheet}/{written.paper}/excel/").content)) == []


def test_a_question_of_every_kind_about_each_person_of_the_household(town, browse):
    put(town, "household", "health")
    case = town.case()
    with town.acting("sakura") as by:
        one = begin_assessment(case=case, by=by)
        for person in case.people:
            fill_member(assessment=one, person=person, by=by, answers=TOLD)
        fix_assessment(assessment=one, by=by)
    take_away(town, "household", "health")
    sakura = browse("sakura")
    assert lost(sakura.get(f"/cases/{case.pk}/assessment/").content.decode()) == []
    for words in (
        in_pdf(sakura.get(f"/papers/household/{one.pk}/pdf/").content),
        in_excel(sakura.get(f"/papers/household/{one.pk}/excel/").content),
    ):
        assert lost(words) == []
        assert words.count(SAID["money"]) == len(case.people)
