"""取りこぼさない: nobody leads, sent around; 受けもち by weight; つないだその後."""

from datetime import date, timedelta

from tasuki.cases.actions import change_status, hand_over
from tasuki.cases.enums import Status
from tasuki.cases.models import Case
from tasuki.desk import overseeing, weights
from tasuki.meetings.talk_actions import hold_conference
from tasuki.referrals import actions as referrals
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock


def _refer(town, case, to="hokatsu"):
    with town.acting("sakura") as by:
        return referrals.send_referral(
            by=by, to=[town.agencies[to]], wanted="いっしょに", consent="none", ground_reason="生命", case=Case.objects.get(pk=case.pk),
            persons=case.people[:1], household_label="世帯",
        )  # fmt: skip


def _accept(town, case):
    sheet = _refer(town, case)
    with town.acting("midori") as by:
        referrals.accept(target=ReferralTarget.objects.get(referral=sheet), by=by)


def test_several_agencies_without_a_coordinator_or_a_talk_are_listed(town):
    case, alone = town.case(), town.case(names=("独り 一",))
    _accept(town, case)
    with town.acting("suzuki") as suzuki:
        (found,) = overseeing.unled(suzuki, 60)
        assert (found.case.pk, found.agencies, found.why) == (case.pk, 2, ["調整する人（包括化推進員）がいない"])
        assert alone.pk != found.case.pk
    with town.acting("sakura") as by:
        hand_over(case=Case.objects.get(pk=case.pk), worker=town.workers["ken"], by=by)
    with town.acting("suzuki") as suzuki:
        assert overseeing.unled(suzuki, 60) == []
    with clock.stopped_at(clock.at(date(2027, 2, 1))), town.acting("suzuki") as suzuki:
        (found,) = overseeing.unled(suzuki, 60)
        assert found.why == ["かかわって75日、まだそろって話していない"]
        with town.acting("ken") as ken:
            hold_conference(case=Case.objects.get(pk=case.pk), by=ken, at=clock.now() - timedelta(days=2), subject="話す",
                            agencies=[town.agencies["hokatsu"]], without_why="一部の人の分だけ")  # fmt: skip
    with clock.stopped_at(clock.at(date(2027, 2, 2))), town.acting("suzuki") as suzuki:
        assert overseeing.unled(suzuki, 60) == []


def test_a_household_sent_around_twice_is_shown_and_the_sender_sees_only_the_steps(town, browse):
    case = town.case()
    for _ in range(2):
        sheet = _refer(town, case)
        with town.acting("midori") as by:
            target = ReferralTarget.objects.get(referral=sheet)
            referrals.decline(target=target, by=by, reason="担当ではありません")
    with town.acting("suzuki") as suzuki:
        (found,) = overseeing.sent_around(suzuki)
        assert (found.times, found.words) == (2, "受けられない 2回")
    shown = browse("sakura").get("/referrals/after/").content.decode()
    assert "二回以上もどされた" in shown
    assert "送ったつなぐシートはまだありません" in browse("midori").get("/referrals/after/").content.decode()


def test_the_load_of_each_worker_by_weight(town):
    first, second = town.case(), town.case(names=("独り 一",))
    with town.acting("sakura") as by:
        change_status(case=second, status=Status.WATCHING, by=by)
        found = weights.caseload_of(by.agency, by)
    assert [(one.worker.name, one.cases, one.weight) for one in found.carriers] == [
        ("山本 さくら", 2, 4),
        ("小川 健", 0, 0),
    ]
    assert not found.left
    assert first.pk


def test_the_pages(town, browse, django_assert_max_num_queries):
    case = town.case()
    _accept(town, case)
    section, mine = browse("suzuki"), browse("sakura")
    with django_assert_max_num_queries(25):
        shown = section.get("/overseen/").content.decode()
    assert "調整する人がいない" in shown
    assert "小川 健" in shown
    assert browse("sakura").get("/overseen/").status_code == 403
    with django_assert_max_num_queries(25):
        assert "まとめて引き継ぐ" in mine.get("/caseload/").content.decode()
    agency = str(town.agencies["sogo"].pk)
    assert "山本 さくら" in section.get("/caseload/", agency=agency).content.decode()
    assert "山本 さくら" not in browse("midori").get("/caseload/", agency=agency).content.decode()
    with town.context():
        post = town.workers["ken"].posts.get()
    assert section.post(f"/overseen/coordinators/{post.pk}/", engagement="dedicated").status_code == 302
    assert '<option value="dedicated" selected>' in section.get("/overseen/").content.decode()
    assert section.post(f"/overseen/coordinators/{post.pk}/", engagement="x").status_code == 409
