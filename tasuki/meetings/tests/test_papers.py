"""The packet holds what the submitter picked, and nothing about whom it may not."""

import json

from tasuki.meetings import papers
from tasuki.meetings.enums import LegalType
from tasuki.meetings.papers import Picks
from tasuki.people import actions as people
from tasuki.plans.tests.scenes import agree, draft

from .scenes import bring, conference, note


def built(town, item, login="sakura", **picks):
    with town.acting(login) as worker:
        return papers.build(item, worker, Picks(**picks))


def test_names_become_relations_in_tables_and_texts(town):
    case = town.case()
    written = note(town, case, "花村 ウメさんは寝ている。一郎さんが玄関に出た。")
    item = bring(town, case, conference(town), to_discuss="花村ウメさんの受診")
    text = json.dumps(built(town, item, records=(written.pk,), genogram=True), ensure_ascii=False)
    for name in ("花村", "ウメ", "一郎"):
        assert name not in text
    assert "本人の受診" in text
    assert "年金の行方がわからず" in text
    named = json.dumps(built(town, item, names="name", records=(written.pk,)), ensure_ascii=False)
    assert "花村 ウメ" in named


def test_with_consent_only_those_who_agreed_are_in_the_papers(town):
    case = town.case()
    mother, son = case.people
    agree(town, case, mother)
    about_son = note(town, case, "長男のこと", about=son)
    item = bring(town, case, conference(town, LegalType.MULTILAYER_CONFERENCE), without_consent=False)
    found = built(town, item, names="name", records=(about_son.pk,))
    text = json.dumps(found, ensure_ascii=False)
    assert "花村 ウメ" in text
    assert "一郎" not in text
    assert "長男のこと" not in text
    assert "世帯員（非開示）" in text


def test_a_protected_address_is_never_on_the_papers(town):
    case = town.case()
    mother = case.people[0]
    with town.acting("sakura") as sakura:
        people.add_contact(person=mother, by=sakura, kind="mobile", value="090-0000-1111")
        people.protect_person(person=mother, by=sakura, note="DV等支援措置")
    item = bring(town, case, conference(town))
    assert "090" not in json.dumps(built(town, item, names="name", genogram=True), ensure_ascii=False)


def test_the_plan_is_shown_with_its_roles(town):
    case = town.case()
    for person in case.people:
        agree(town, case, person)
    plan = draft(town, case)
    sitting = conference(town, LegalType.MULTILAYER_CONFERENCE)
    item = bring(town, case, sitting, without_consent=False, plan=plan)
    found = built(town, item, plan=True)
    assert ["基幹相談支援センター", "受診に付きそう", "", "長男が受診したいと言ったら"] in found[-1]["rows"]
    assert "家で、二人で年を越す" in found[-2]["text"]
