"""支え手: registered, trained, badged, given a link of their own; courses and what came of them."""

from datetime import date, timedelta

import pytest

from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.supporters import actions, courses, register
from tasuki.supporters.models import Supporter, SupporterBadge, SupporterLink


@pytest.fixture
def mamoru(town):
    """Somebody whom the 社協 keeps; ささえあい協力員 need the training, for two years."""
    with town.acting("suzuki") as by:
        actions.set_badge_rule(by=by, badge="sasaeai", training="watching", months=24)
        actions.set_badge_rule(by=by, badge="facilitator", training="facilitator")
    with town.acting("nao") as by:
        return actions.register_supporter(by=by, name="見本 まもる", kana="ミホン マモル", contact_agreed=True)


def test_a_badge_waits_for_its_training(town, mamoru):
    with town.acting("nao") as by:
        with pytest.raises(Refused, match="見守り協力員研修"):
            actions.give_badge(supporter=mamoru, by=by, badge="sasaeai")
        actions.note_training(supporter=mamoru, by=by, training="watching", on=date(2026, 10, 1))
        with pytest.raises(Refused):  # not before the training
            actions.give_badge(supporter=mamoru, by=by, badge="sasaeai", since=date(2026, 9, 1))
        given = actions.give_badge(supporter=mamoru, by=by, badge="sasaeai")
        assert given.until == date(2028, 11, 17)
        actions.give_badge(supporter=mamoru, by=by, badge="commissioner")  # one person, many badges
        with pytest.raises(Refused, match="もう渡して"):
            actions.give_badge(supporter=mamoru, by=by, badge="sasaeai")
        assert SupporterBadge.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [((2026, 11, 18), 12, (2027, 11, 17)), ((2027, 8, 31), 6, (2028, 2, 28)), ((2026, 1, 31), 1, (2026, 2, 27)),
     ((2026, 12, 1), 1, (2026, 12, 31))],
)  # fmt: skip
def test_a_term_of_months_ends_the_day_before(day, months, last):
    assert actions._months_later(date(*day), months) == date(*last)


def test_terms_that_end_soon_are_listed(town, mamoru):
    with town.acting("nao") as by:
        actions.give_badge(supporter=mamoru, by=by, badge="commissioner", until=clock.today() + timedelta(days=10))
        actions.change_supporter(supporter=mamoru, by=by, until=clock.today() + timedelta(days=5))
        assert [one.what for one in register.ending(by)] == ["登録", "民生委員・児童委員"]


def test_only_the_word_of_the_newest_link_is_good_and_nobody_keeps_it(town, mamoru):
    with town.acting("nao") as by:
        first = actions.give_link(supporter=mamoru, by=by)
        second = actions.give_link(supporter=mamoru, by=by)
        open_ = [one.digest for one in SupporterLink.objects.all() if one.open]
        assert open_ == [actions.digest_of(second)]
        assert first not in str(list(SupporterLink.objects.values()))
        actions.end_link(link=SupporterLink.objects.get(digest=open_[0]), by=by)
        assert not any(one.open for one in SupporterLink.objects.all())
        actions.change_supporter(supporter=mamoru, by=by, contact_agreed=False)
        with pytest.raises(Refused, match="承諾"):
            actions.give_link(supporter=mamoru, by=by)


def test_nothing_is_lost_when_two_write(town, mamoru):
    with town.acting("nao") as by:
        actions.change_supporter(supporter=mamoru, by=by, version=1, phone="1")
        with pytest.raises(Stale):
            actions.change_supporter(supporter=mamoru, by=by, version=1, phone="2")


def test_the_register_is_read_by_its_desk_and_the_section(town, mamoru):
    seen = []
    for login in ("nao", "suzuki", "sakura", "midori", "admin", "chair", "officer"):
        with town.acting(login) as worker:
            if Supporter.objects.filter(pk=mamoru.pk).exists():  # the database alone
                seen.append(login)
            assert Supporter.objects.visible_to(worker).filter(pk=mamoru.pk).exists() == (login in seen)
    assert seen == ["nao", "suzuki"]


def test_the_letter_is_shown_once_with_its_picture(town, mamoru, browse, django_assert_max_num_queries):
    desk = browse("nao")
    with django_assert_max_num_queries(25):
        assert "見本 まもる" in desk.get("/supporters/?badge=&words=見本").content.decode()
    with django_assert_max_num_queries(25):
        desk.get(f"/supporters/{mamoru.pk}/")
    page = desk.post(f"/supporters/{mamoru.pk}/link/").content.decode()
    assert "/s/" in page
    assert 'class="qr"' in page
    assert "110" in page
    refused = desk.post(f"/supporters/{mamoru.pk}/badge/", badge="sasaeai")
    assert refused.status_code == 409
    assert "見守り協力員研修" in refused.content.decode()
    assert browse("ken").get(f"/supporters/{mamoru.pk}/").status_code == 404
    assert browse("sakura").get("/supporters/").status_code == 403


def test_a_course_ends_in_a_badge_and_in_what_was_begun(town, mamoru, browse, django_assert_max_num_queries):
    with town.acting("nao") as by:
        course = courses.open_course(by=by, name="ファシリテーター養成講座", badge="facilitator", sessions_needed=2,
                                     with_towns="となり町・川むこう市")  # fmt: skip
        member = courses.enrol_member(course=course, supporter=mamoru, by=by, motive="多世代の場")
        days = [courses.add_session(course=course, by=by, on=date(2026, 10, n), title=f"第{n}回") for n in (1, 8)]
        courses.mark_attendance(session=days[0], by=by, came={member: "came"})
        with pytest.raises(Refused, match="いま1回"):
            courses.graduate(member=member, by=by)
        courses.mark_attendance(session=days[1], by=by, came={member: "made_up"})
        courses.graduate(member=member, by=by, follow_up_on=date(2027, 5, 1))
        assert SupporterBadge.objects.get().badge == "facilitator"
        courses.note_undertaking(member=member, by=by, on=date(2026, 11, 1), what="だれでも食堂", group="ひなた食堂")
    desk = browse("nao")
    with django_assert_max_num_queries(25):
        page = desk.get(f"/courses/{course.pk}/").content.decode()
    assert "だれでも食堂" in page
    assert "見本 まもる" not in browse("ken").get(f"/courses/{course.pk}/").content.decode()


def test_the_settings_try_a_way_out(town, browse):
    section = browse("suzuki")
    key = str(town.agencies["hokatsu"].pk)
    made = section.post("/settings/routes/new/", stream="concern", area=str(town.areas[0].pk), agency=key)
    assert made.status_code == 302
    wrong = section.post("/settings/routes/new/", stream="message", kind="unseen", agency=key)
    assert wrong.status_code == 422
    page = section.get("/settings/routes/", stream="concern", area=str(town.areas[0].pk)).content.decode()
    assert "地域包括支援センター 第3</strong> に届きます" in page
    assert section.post("/settings/helping/badge/", badge="visitor", training="visiting").status_code == 302
    assert browse("nao").get("/settings/routes/").status_code == 403
