"""Those who watch and help in the whole town (支え手): what their addresses lead to."""

from datetime import date, timedelta
from typing import Any

from tasuki.outreach import visiting
from tasuki.shared import clock
from tasuki.supporters import actions, concerns, courses
from tasuki.supporters.models import ConcernPhoto, SupporterLink


def supporters(town) -> dict[str, Any]:
    """A supporter with badge and link, a course, a rule of the way, something noticed, a visiting service."""
    made: dict[str, Any] = {}
    with town.acting("suzuki") as by:
        made["route"] = actions.add_route(by=by, stream="concern", agency=town.agencies["sogo"])
    with town.acting("nao") as by:
        helper = actions.register_supporter(by=by, name="見本 まもる", kana="ミホン マモル", contact_agreed=True)
        made["supporter"] = helper
        made["supporter_badge"] = actions.give_badge(supporter=helper, by=by, badge="visitor")
        actions.give_link(supporter=helper, by=by)
        made["supporter_link"] = SupporterLink.objects.get(supporter=helper)
        made["course"] = courses.open_course(by=by, name="ファシリテーター養成講座")
        made["course_day"] = courses.add_session(course=made["course"], by=by, on=date(2026, 10, 1), title="はじめに")
        made["course_member"] = courses.enrol_member(course=made["course"], supporter=helper, by=by)
        # asked by another desk: of the case's agencies only the section sees it
        service = visiting.apply_visiting(by=by, called="みほん")
        service = visiting.choose_visitor(service=service, supporter=helper, by=by)
        made["service"] = service
        made["visit_turn"] = visiting.plan_visit(service=service, by=by, at=clock.now() + timedelta(days=1))
    with town.acting("sakura") as by:
        made["concern"] = concerns.hear_concern(
            by=by,
            kind="unseen",
            worry="soon",
            where="金糸雀荘1",
            words="カナリヤの声がしない",
            reporter_name="見本 まもる",
        )
        made["concern_photo"] = ConcernPhoto.objects.create(concern=made["concern"], kind="png", size=1, content=b"x")
        visiting.apply_visiting(by=by, called="金糸雀", wishes="カナリヤの話がしたい")
    return made
