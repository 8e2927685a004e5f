"""`@once`: the same statement for everybody, everybody's own answer; nothing of the first asking stays in it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from tasuki.cases.models import Case, CaseEvent, CaseGrant, CaseMember
from tasuki.shared import clock
from tasuki.shared.once import forget, once
from tasuki.sharing.enums import Ground
from tests.cast import Town

pytestmark = pytest.mark.django_db


@once
def cases(worker, keys) -> QuerySet[Case]:
    return Case.objects.visible_to(worker).filter(pk__in=keys).select_related("owner_agency")


@once
def one_case(worker, key) -> QuerySet[Case]:
    return Case.objects.visible_to(worker).filter(pk=key)


@once
def live_grants(case) -> QuerySet[CaseGrant]:
    return CaseGrant.objects.live().filter(case=case).exclude(ground=Ground.OWN)


@once
def happened(case, before, kind) -> QuerySet[CaseEvent]:
    rows = CaseEvent.objects.filter(case=case, at__lte=before).values_list("pk", "kind")
    return rows.filter(kind=kind) if kind else rows


@once
def members(case) -> QuerySet[CaseMember]:
    return case.members.all()


@pytest.fixture(autouse=True)
def anew():
    forget()
    yield
    forget()


def test_everybody_reads_her_own(town: Town):
    mine, theirs = (
        town.case(label="わたしの", names=("花村 一",)),
        town.case(by="yoso", label="よその", names=("別野 花",)),
    )
    keys = [mine.pk, theirs.pk]
    for _ in range(2):
        for login, seen in (
            ("sakura", ["わたしの"]),
            ("yoso", ["よその"]),
            ("suzuki", ["よその", "わたしの"]),
            ("admin", []),
        ):
            with town.acting(login) as worker:
                assert sorted(one.label for one in cases(worker, keys)) == seen, login
                assert [one.label for one in one_case(worker, mine.pk)] == [one for one in seen if one == "わたしの"], (
                    login
                )


def test_it_is_put_together_once_and_asks_as_the_orm_does(town: Town):
    case = town.case()
    with town.acting("sakura") as worker:
        with CaptureQueriesContext(connection) as asked:
            plain = list(Case.objects.visible_to(worker).filter(pk__in=[case.pk]).select_related("owner_agency"))
            first, second = cases(worker, [case.pk]), cases(worker, [case.pk])
            assert first[0].owner_agency.name == plain[0].owner_agency.name
        assert first == second == plain
        text = [one["sql"] for one in asked.captured_queries]
        assert len(text) == 3
        assert text[1] == text[2]


def test_the_moment_is_that_of_the_asking(town: Town):
    case = town.case()
    with town.acting("sakura") as worker:
        now = clock.now()
        CaseGrant.objects.create(case=case, agency=town.agencies["yoso"], ground=Ground.REFERRAL, scope=1, since=now,
                                 until=now + timedelta(days=1), source=uuid4(), given_by=worker, keeper=case.owner_agency)  # fmt: skip
        assert len(live_grants(case.pk)) == 1
        with clock.stopped_at(now + timedelta(days=2)):
            assert live_grants(case.pk) == []
        with clock.stopped_at(now - timedelta(days=2)):
            assert live_grants(case.pk) == []
        assert len(live_grants(case.pk)) == 1


def test_moments_are_given_and_constants_make_a_shape(town: Town):
    case = town.case()
    with town.acting("sakura"):
        at = clock.now()
        assert {kind for _, kind in happened(case.pk, at, None)} == {"opened"}
        assert happened(case.pk, at - timedelta(days=1), None) == []
        assert len(happened(case.pk, at, "opened")) == 1
        assert happened(case.pk, at, "closed") == []


def test_the_rows_of_an_opened_thing_know_it(town: Town, django_assert_num_queries):
    one, other = town.case(names=("花村 一",)), town.case(names=("別野 花", "別野 木"))
    with town.acting("sakura"), django_assert_num_queries(2):
        for case, many in ((one, 1), (other, 2)):
            found = members(case)
            assert len(found) == many
            assert all(member.case is case for member in found)


@pytest.mark.parametrize(
    "stale",
    [
        lambda: Case.objects.filter(opened_on__gt=clock.today() - timedelta(days=3)),
        lambda: Case.objects.filter(now_at__gt=clock.now() - timedelta(days=3)),
        lambda: Case.objects.filter(pk=uuid4()),
        lambda: Case.objects.filter(Q(pk__in=[uuid4(), uuid4()])),
    ],
)
def test_what_would_stay_for_ever_is_refused(stale):
    with pytest.raises(TypeError, match="for ever"):
        once(stale)()


def test_of_a_worker_nothing_but_her_keys_can_be_asked(town: Town):
    by_name = once(lambda worker: Case.objects.filter(worker__name=worker.name))
    with town.acting("sakura") as worker, pytest.raises(AttributeError):
        by_name(worker)
    with pytest.raises(TypeError, match="only workers, things"):
        by_name(object())


def test_a_question_that_nobody_can_answer_is_not_sent(town: Town, django_assert_num_queries):
    nothing = once(lambda worker: Case.objects.visible_to(worker).none())
    with town.acting("sakura") as worker, django_assert_num_queries(0):
        assert nothing(worker) == nothing(worker) == []
