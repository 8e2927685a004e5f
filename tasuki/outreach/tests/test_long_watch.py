"""The long watch (長期の見守り): the turn goes round, it rests, it ends; the page shows what is late."""

from datetime import date, timedelta

import pytest

from tasuki.outreach import watch_actions as actions
from tasuki.outreach.watch_models import LongLook, LongWatch
from tasuki.outreach.watch_turns import shares, watched_households
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

TODAY = date(2026, 11, 18)


@pytest.fixture
def case(town):
    """A case of さくら's agency."""
    return town.case()


def _begin(town, case, *names, **more):
    with town.acting("sakura") as by:
        workers = [town.workers[name] for name in names or ("sakura", "ken")]
        return actions.begin_long_watch(case=case, by=by, why="ひとりになった", workers=workers, every_days=14, **more)


def test_the_turn_goes_round_and_the_words_are_a_support_record(town, case):
    watch = _begin(town, case)
    assert (watch.next_on, watch.turn_id) == (TODAY + timedelta(days=14), town.workers["sakura"].pk)
    with town.acting("sakura") as by:
        look = actions.look(watch=watch, by=by, at=clock.now(), text="灯りがついていた", method="phone", unusual=True)
        assert (watch.turn_id, look.record.text) == (town.workers["ken"].pk, "灯りがついていた")
        actions.look(watch=watch, by=by, at=clock.now(), text="ついでに寄った", next_on=date(2026, 12, 24))
        assert (watch.turn_id, watch.next_on) == (town.workers["ken"].pk, date(2026, 12, 24))
        assert LongLook.objects.visible_to(by).count() == 2
    with town.acting("ken") as by:
        actions.look(watch=watch, by=by, at=clock.now(), text="会えた")
        assert watch.turn_id == town.workers["sakura"].pk


def test_nobody_is_put_on_the_rota_to_whom_the_records_are_not_open(town, case):
    with pytest.raises(Refused, match="開かれていません"):
        _begin(town, case, "sakura", "midori")
    with town.acting("midori") as by, pytest.raises(Refused):
        actions.begin_long_watch(case=case, by=by, why="気になる", workers=[by])


def test_it_rests_for_a_reason_and_is_late_after_that(town, case):
    watch = _begin(town, case)
    with town.acting("sakura") as by:
        with pytest.raises(Refused, match="わけ"):
            actions.rest_long_watch(watch=watch, by=by, until=date(2026, 12, 31), why=" ")
        with pytest.raises(Refused, match="400日"):
            actions.rest_long_watch(watch=watch, by=by, until=date(2026, 11, 1), why="入院")
        actions.rest_long_watch(watch=watch, by=by, until=date(2026, 12, 31), why="入院")
        assert (watch.resting, watch.overdue, watch.words, watch.next_on) == (True, False, "休み", date(2027, 1, 1))
        with clock.stopped_at(clock.at(date(2027, 1, 3))):
            assert (watch.resting, watch.overdue, watch.words) == (False, True, "2日過ぎています")


def test_the_rota_changes_and_the_watch_ends(town, case):
    watch = _begin(town, case)
    with town.acting("sakura") as by:
        changed = {"why": "同じ", "every_days": 30}
        actions.change_long_watch(watch=watch, by=by, workers=[town.workers["ken"]], **changed)
        assert (watch.turn_id, watch.turns.count(), watch.every_days) == (town.workers["ken"].pk, 1, 30)
        assert [(one.name, one.watches) for one in shares(watched_households(by, "agency"))] == [("小川 健", 1)]
        actions.end_long_watch(watch=watch, by=by, why="転居した")
        with pytest.raises(Refused, match="終えた"):
            actions.look(watch=watch, by=by, at=clock.now(), text="")
        assert watched_households(by, "agency") == []


def test_the_pages_of_the_watch(town, case, browse, django_assert_max_num_queries):
    page, me = browse("sakura"), str(town.workers["sakura"].pk)
    begin = f"/cases/{case.pk}/outreach/watch/begin/"
    assert page.get(begin).status_code == 200
    assert page.post(begin, why="", first=me, every_days="14").status_code == 422
    sent = page.post(
        begin, why="心配", first=me, second=str(town.workers["ken"].pk), every_days="14", next_on="R8.11.18"
    )
    assert sent.status_code == 302
    with town.acting("sakura") as by:
        watch = LongWatch.objects.visible_to(by).get()
    with clock.stopped_at(clock.at(date(2026, 11, 21))):
        with django_assert_max_num_queries(25):
            shown = page.get("/outreach/watch/?who=mine").content.decode()
        assert "3日過ぎています" in shown
        assert "長期の見守り" in page.get("/today/").content.decode()
        with django_assert_max_num_queries(25):
            assert "順番・間隔を直す" in page.get(f"/cases/{case.pk}/outreach/").content.decode()
        here = f"/outreach/watch/{watch.pk}"
        assert browse("midori").get(f"{here}/look/").status_code == 404
        look = {"at_date": "R8.11.21", "at_time": "9:00", "method": "phone", "text": "声が元気"}
        assert page.post(f"{here}/look/", **{**look, "at_date": "R8.12.1"}).status_code == 422
        assert page.post(f"{here}/look/", **look).status_code == 302
        assert page.post(f"{here}/rest/", until="R8.12.20", why="家族が来る").status_code == 302
        assert page.get(f"{here}/change/").status_code == 200
        assert page.post(f"{here}/end/", why="もう大丈夫").status_code == 302
