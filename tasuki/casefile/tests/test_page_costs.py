"""The pages of a case of which everything is known, with a large family: never more than 25 questions to the database."""

import pytest

from tasuki.assessments.actions import fill_assessment, fill_member, fix_assessment, mark_conditions
from tasuki.assessments.models import Assessment
from tasuki.casefile import ecomap_actions
from tasuki.cases import grants
from tasuki.cases.actions import Member, add_member
from tasuki.cases.recording import write_record
from tasuki.cases.warning_actions import warn
from tasuki.people import actions as people
from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope
from tests.whole_town import whole_town

MOST = 25
PAGES = ("", "?only=life", "household/", "genogram/", "genogram/add/", "genogram/picture.svg", "genogram/signs/{person}/",
         "ecomap/", "ecomap/compare/", "ecomap/tie/", "ecomap/picture.svg", "lanes/", "lanes/1.svg")  # fmt: skip


@pytest.fixture
def large(town):
    """The case of the town in which every page has something to show, with twelve relatives more."""
    made = whole_town(town)
    case, mother = made["case"], made["mother"]
    agencies = [town.agencies[name] for name in ("hokatsu", "sogo") if name in town.agencies]
    with town.acting("sakura") as by:
        added = []
        for n in range(12):
            one = people.register_person(by=by, common_name=f"親族{n}", sex="female", birth=f"昭和{40 + n}年頃")
            people.relate(first=mother, second=one, kind="parent", by=by, order=n + 2)
            add_member(case=case, member=Member(one, "", in_household=n < 6), by=by)
            people.add_contact(person=one, by=by, kind="mobile", value=f"090-0000-00{n:02}")
            mark_conditions(case=case, person=one, codes=["illness"], by=by)
            ecomap_actions.write_tie(case=case, by=by, name=f"友{n}", sector="neighbour", strength="normal", about=one)
            added.append(one)
        warn(case=case, by=by, kind="visit", text="坂道", told="told", about=added[0],
             review_on=clock.today().replace(year=2027))  # fmt: skip
        for _ in range(30):
            write_record(case=case, by=by, at=clock.now(), method="visit", text="会えた", persons=added[:3])
        sheet = Assessment.objects.get(case=case, fixed_at=None)
        for one in added:
            fill_member(assessment=sheet, person=one, by=by, life_history="昭和60年頃　就職\n20代　発病")
        fill_assessment(assessment=sheet, by=by, household_history="平成21年　転居", version=sheet.version)
        fix_assessment(assessment=sheet, by=by)
        for agency in agencies[:1]:
            grants.admit(case=case, ground=Ground.CONSENT, scope=Scope.everything() & ~Scope.PACKET, source=case.pk, by=by,
                         agency=agency, persons=[mother, *added])  # fmt: skip
        ecomap_actions.keep_ecomap(case=case, by=by, title="いま")
    return case, added[0]


@pytest.mark.parametrize("reader", ["sakura", "midori"])
def test_no_page_of_a_picture_asks_more_for_a_large_family(large, browse, reader, django_assert_max_num_queries):
    case, person = large
    page, told = browse(reader), {}
    for path in PAGES:
        with django_assert_max_num_queries(200) as asked:
            answer = page.get(f"/cases/{case.pk}/" + path.format(person=person.pk))
        assert answer.status_code == 200, path
        told[path] = len(asked)
    assert {path: n for path, n in told.items() if n > MOST} == {}
