"""Activities recorded, approved in bulk, used, put right; the ledger always balances."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.supporters import points_actions as actions
from tasuki.supporters import points_reading as reading
from tasuki.supporters import points_rules as rules
from tasuki.supporters.actions import register_supporter
from tasuki.supporters.points_models import Activity, PointAccount, PointEntry, PointRule

DAY = date(2026, 11, 10)


@pytest.fixture
def hana(town):
    """A supporter of the 社協, and rules: 100 for half an hour of watching, at most 300 a day, 1000 a year in all."""
    with town.acting("suzuki") as suzuki:
        actions.set_point_rule(
            by=suzuki, kind="watch", per="half_hour", points=100, day_limit=300, valid_from=date(2026, 4, 1)
        )
        actions.set_point_rule(by=suzuki, kind="salon", per="once", points=50, valid_from=date(2026, 4, 1))
        actions.set_point_rule(by=suzuki, kind="", points=0, year_limit=1000, valid_from=date(2026, 4, 1))
    with town.acting("nao") as nao:
        return register_supporter(
            by=nao, name="花田 はな", kana="ハナダ ハナ", since=date(2026, 4, 1), contact_agreed=True
        )


def did(hana, nao, day=DAY, begin="10:00", minutes=60, kind="watch"):
    starts_at = clock.at(day, begin)
    return actions.record_activity(supporter=hana, by=nao, kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))  # fmt: skip


def balanced() -> bool:
    """All accounts together are 0, each what its entries say."""
    for account in PointAccount.objects.all():
        came = PointEntry.objects.filter(target=account).aggregate(n=Sum("points"))["n"] or 0
        went = PointEntry.objects.filter(source=account).aggregate(n=Sum("points"))["n"] or 0
        assert account.balance == came - went
    return (PointAccount.objects.aggregate(n=Sum("balance"))["n"] or 0) == 0


@pytest.mark.parametrize(("minutes", "per", "points", "worth"), [
    (29, "half_hour", 100, 0), (30, "half_hour", 100, 100), (59, "half_hour", 100, 100), (120, "half_hour", 100, 400),
    (5, "once", 50, 50), (300, "once", 50, 50),
])  # fmt: skip
def test_what_an_activity_is_worth(minutes, per, points, worth):
    assert rules.worth(minutes, PointRule(per=per, points=points)) == worth
    assert rules.worth(minutes, None) == 0


@pytest.mark.parametrize(("points", "day_limit", "year_limit", "of_day", "of_year", "left"), [
    (100, None, None, 0, 0, 100), (100, 150, None, 100, 0, 50), (100, 150, None, 200, 0, 0), (100, None, 1000, 0, 950, 50),
    (100, 150, 1000, 100, 990, 10), (100, 0, None, 0, 0, 0),
])  # fmt: skip
def test_what_the_limits_leave(points, day_limit, year_limit, of_day, of_year, left):
    assert rules.limited(points, PointRule(day_limit=day_limit, year_limit=year_limit), of_day, of_year) == left


def test_the_coordinator_approves_many_at_once_up_to_the_limits(town, hana, browse):
    with town.acting("nao") as nao:
        did(hana, nao, minutes=120)  # 400, of which 300 that day
        did(hana, nao, begin="14:00", kind="salon")
        for days in (1, 2, 3):
            did(hana, nao, day=DAY - timedelta(days=days), minutes=90)
    page = browse("nao").get("/points/")
    keys = [str(one.pk) for one in page.context["waiting"]]
    assert len(keys) == 5
    assert browse("nao").post("/points/", activities=keys).status_code == 302
    with town.acting("nao"):
        assert reading.balance_of(hana) == 1000  # 300 × 3 of the days before, then 100 and 0 of the limit of the year
        assert Activity.objects.filter(limited=True).count() == 2
        assert balanced()
    assert "承認まちの活動はありません" in browse("nao").get("/points/").content.decode()


def test_two_activities_at_the_same_time_are_refused_at_the_field(town, hana, browse):
    with town.acting("nao") as nao:
        did(hana, nao)
    record = f"/supporters/{hana.pk}/points/record/"
    page = browse("nao").post(record, kind="salon", on="R8.11.10", begin="10:30", minutes="30", words="お茶出し")
    assert page.status_code == 422
    assert "この時間には、もう別の活動が記録されています。" in page.content.decode()
    assert "お茶出し" in page.content.decode()
    assert browse("nao").post(record, kind="salon", on="R8.11.10", begin="11:00", minutes="30").status_code == 302
    page = browse("nao").post(record, kind="salon", on="R8.11.18", begin="09:50", minutes="30")
    assert "まだ終わっていない時間です。" in page.content.decode()


def test_the_database_refuses_the_same_time_by_itself(town, hana):
    with town.acting("nao") as nao:
        did(hana, nao)
        starts_at = clock.at(DAY, "10:59")
        with pytest.raises(Refused, match="この時間には"):
            actions.keep_activity(
                supporter=hana, kind="salon", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=5)
            )


def test_points_are_used_and_never_more_than_there_are(town, hana, browse):
    with town.acting("nao") as nao:
        actions.approve_activities(activities=[did(hana, nao)], by=nao)
    spend = f"/supporters/{hana.pk}/points/spend/"
    page = browse("nao").post(spend, points="201", use="gift", on="R8.11.18")
    assert page.status_code == 422
    assert "残りは200ポイントです。" in page.content.decode()
    assert browse("nao").post(spend, points="150", use="gift", on="R8.11.18", words="子ども食堂へ").status_code == 302
    with town.acting("nao") as nao:
        assert reading.balance_of(hana) == 50
        with pytest.raises(Refused, match="ポイントが足りません。残りは50"):
            actions.spend(supporter=hana, points=51, by=nao, use="gift")
        assert balanced()


def test_a_mistake_is_put_right_by_a_counter_entry(town, hana, browse):
    with town.acting("nao") as nao:
        actions.approve_activities(activities=[activity := did(hana, nao)], by=nao)
        entry = PointEntry.objects.get()
    correct = f"/points/entries/{entry.pk}/correct/"
    assert browse("nao").post(correct, reason="").status_code == 422
    assert browse("nao").post(correct, reason="別の人の活動だった").status_code == 302
    assert browse("nao").post(correct, reason="もう一度").status_code == 409
    with town.acting("nao") as nao:
        activity.refresh_from_db()
        assert activity.status == "corrected"
        assert reading.balance_of(hana) == 0
        assert balanced()
        told = reading.statement(hana, 2026)
        assert [(line.earned, line.spent, line.balance) for line in told.lines] == [(200, 0, 200), (0, 200, 0)]
        did(hana, nao)  # its time is free again
    assert "取り消し（別の人の活動だった）" in browse("nao").get(f"/supporters/{hana.pk}/points/").content.decode()


def test_points_that_are_spent_cannot_be_taken_back_before(town, hana):
    with town.acting("nao") as nao:
        actions.approve_activities(activities=[did(hana, nao)], by=nao)
        actions.spend(supporter=hana, points=150, by=nao, use="voucher")
        with pytest.raises(Refused, match="もう使われています"):
            actions.correct_entry(entry=PointEntry.objects.get(kind="earned"), by=nao, reason="まちがい")
        assert reading.balance_of(hana) == 50
        assert Activity.objects.get().status == "approved"


def test_only_the_desk_that_registered_her_keeps_the_account(town, hana, browse):
    for page in (f"/supporters/{hana.pk}/points/", f"/supporters/{hana.pk}/points/spend/"):
        assert browse("ken").get(page).status_code == 404
        assert browse("sakura").get(page).status_code == 403
    with town.acting("suzuki"):
        assert reading.balance_of(hana) == 0
    with town.acting("ken") as ken, pytest.raises(Refused):
        did(hana, ken)


def test_an_activity_that_is_not_approved_gives_its_time_free(town, hana, browse):
    with town.acting("nao") as nao:
        activity = did(hana, nao)
    refuse = f"/points/activities/{activity.pk}/refuse/"
    assert browse("ken").get(refuse).status_code == 404
    assert browse("nao").post(refuse, reason="対象の活動ではない").status_code == 302
    with town.acting("nao") as nao:
        did(hana, nao)
        with pytest.raises(Refused):
            actions.approve_activities(activities=[Activity.objects.get(pk=activity.pk)], by=nao)


def test_rules_begin_and_end_on_a_day(town, hana, browse):
    page = browse("suzuki").get("/settings/points/").content.decode()
    assert "30分ごと 100" in page
    assert (
        browse("suzuki")
        .post("/settings/points/", kind="watch", per="half_hour", points="80", valid_from="R8.12.1")
        .status_code
        == 302
    )
    with town.acting("suzuki"):
        known = list(PointRule.objects.all())
        assert rules.rule_on(known, "watch", date(2026, 11, 30)).points == 100
        assert rules.rule_on(known, "watch", date(2026, 12, 1)).points == 80
        assert rules.rule_on(known, "watch", date(2025, 12, 1)) is None
        rule = PointRule.objects.get(kind="salon")
    assert browse("suzuki").post(f"/settings/points/{rule.pk}/end/").status_code == 302
    assert browse("nao").get("/settings/points/").status_code == 403
    assert (
        browse("suzuki")
        .post("/settings/points/", kind="watch", per="once", points="0", valid_from="R8.12.1")
        .status_code
        == 422
    )


def test_the_statement_of_a_year_is_a_paper(town, hana, browse, django_assert_max_num_queries):
    with town.acting("nao") as nao:
        actions.approve_activities(activities=[did(hana, nao)], by=nao)
        actions.spend(supporter=hana, points=100, by=nao, use="gift")
    for page in ("/points/", f"/supporters/{hana.pk}/points/"):
        with django_assert_max_num_queries(25):
            assert browse("nao").get(page).status_code == 200
    assert browse("nao").get(f"/supporters/{hana.pk}/points/paper/", year="2026").content.startswith(b"%PDF")
    with town.acting("nao"):
        told = reading.purse(hana)
    assert (told.balance, told.waiting, len(told.lines)) == (100, 0, 2)


@pytest.mark.parametrize("deed", [
    "update supporters_pointentry set points = 1", "delete from supporters_pointentry",
    "update supporters_pointaccount set balance = 1000", "delete from supporters_pointaccount",
])  # fmt: skip
def test_the_database_itself_keeps_the_ledger(town, hana, deed):
    with town.acting("nao") as nao:
        actions.approve_activities(activities=[did(hana, nao)], by=nao)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


def test_an_account_begins_empty_whatever_is_asked(town, hana):
    with town.acting("nao"):
        PointAccount.objects.create(kind="supporter", supporter=hana, balance=999)
        assert reading.balance_of(hana) == 0
