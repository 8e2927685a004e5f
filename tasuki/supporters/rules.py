"""Who keeps the register of supporters, gives badges, hears and answers what they notice. Reads only."""

from datetime import date, datetime, timedelta

from django.db import connection

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency

from .enums import TRANSITIONS, TURN_TRANSITIONS, ConcernStatus, TurnStatus
from .models import (
    BadgeRule,
    Concern,
    Course,
    CourseMember,
    HelpSettings,
    Route,
    Supporter,
    SupporterBadge,
    SupporterLink,
    Training,
    VisitTurn,
)

NOT_YOURS = "協力員の登録は、地域づくりにかかわる役割の人ができます。"
OTHER_DESK = "この人を登録している窓口だけができます。"
OTHER_CONCERN = "届け先の窓口だけができます。"
OVER = "登録の期間が終わっています。任期を延ばしてからにしてください。"
SETTINGS_ONLY = "設定を変えられるのは、所管課と管理者です。"


def help_settings() -> HelpSettings:
    """The numbers of the town; those we came with while nobody has changed them."""
    return HelpSettings.objects.first() or HelpSettings()


def may_register_supporter(by: Worker) -> Decision:
    """Those who grow the community (CSW・推進員・所管課)."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_change_supporter(supporter: Supporter, by: Worker) -> Decision:
    """The desk that keeps the register, and the section."""
    return may_register_supporter(by) & refuse_unless(supporter.agency_id == by.agency_id or by.sees_all, OTHER_DESK)


def may_note_training(supporter: Supporter, by: Worker, on: date | None = None) -> Decision:
    """The same; a training of the past."""
    past = refuse_unless(on is None or on <= clock.today(), "これからの日付です。受けた日を入力してください。")
    return may_change_supporter(supporter, by) & past


def may_give_badge(supporter: Supporter, by: Worker, badge: str = "", since: date | None = None) -> Decision:
    """Only with the training that the town asks for (要る研修), and not a second of the same kind."""
    mine = may_change_supporter(supporter, by) & refuse_unless(supporter.active, OVER)
    return mine & _trained(supporter, badge, since) & _not_worn(supporter, badge) if badge else mine


def _trained(supporter: Supporter, badge: str, since: date | None) -> Decision:
    rule = BadgeRule.objects.filter(badge=badge).first()
    if rule is None or not rule.training:
        return ALLOWED
    done = Training.objects.filter(supporter=supporter, training=rule.training, on__lte=since or clock.today()).exists()
    wanted, name = lookup.label("supporter_training", rule.training), lookup.label("supporter_badge", badge)
    return refuse_unless(
        done, f"「{name}」のバッジには「{wanted}」の受講が要ります。先に研修の受講を記録してください。"
    )


def _not_worn(supporter: Supporter, badge: str) -> Decision:
    worn = any(one.worn for one in SupporterBadge.objects.filter(supporter=supporter, badge=badge))
    return refuse_unless(not worn, "このバッジは、もう渡してあります。")


def may_end_badge(badge: SupporterBadge, by: Worker) -> Decision:
    """While it is worn."""
    return may_change_supporter(badge.supporter, by) & refuse_unless(badge.worn, "このバッジは、もう終わっています。")


def may_give_link(supporter: Supporter, by: Worker) -> Decision:
    """To whoever helps today and has agreed to be contacted."""
    agreed = refuse_unless(supporter.contact_agreed, "連絡してよいという承諾を、先に登録してください。")
    return may_change_supporter(supporter, by) & refuse_unless(supporter.active, OVER) & agreed


def may_end_link(link: SupporterLink, by: Worker) -> Decision:
    """While it can be used."""
    return may_change_supporter(link.supporter, by) & refuse_unless(link.open, "このページは、もう使えません。")


def may_set_badge_rule(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), SETTINGS_ONLY)


def may_change_help_settings(by: Worker) -> Decision:
    """The same."""
    return may_set_badge_rule(by)


def may_add_route(by: Worker) -> Decision:
    """The same."""
    return may_set_badge_rule(by)


def may_end_route(route: Route, by: Worker) -> Decision:
    """A rule in force."""
    running = refuse_unless(route.until is None or route.until >= clock.today(), "この決まりは、もう終わっています。")
    return may_set_badge_rule(by) & running


def may_report_concern(supporter: Supporter, machine: str = "") -> Decision:
    """Any supporter in her term; so many an hour that nobody honest meets the limit (送りすぎの歯止め)."""
    limits, now = help_settings(), clock.now()
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    ring = f"急ぐときは、{limits.phone or 'いつもの窓口'}に電話してください。"
    return (
        refuse_unless(supporter.active, f"登録の期間が終わっています。{ring}")
        & refuse_unless(
            _came(supporter, "", hour) < limits.per_link_hour,
            f"1時間に送れるのは{limits.per_link_hour}件までです。少し時間をおいてください。{ring}",
        )
        & refuse_unless(
            _came(supporter, "", day) < limits.per_link_day,
            f"1日に送れるのは{limits.per_link_day}件までです。あしたまたお願いします。{ring}",
        )
        & refuse_unless(
            not machine or _came(None, machine, hour) < limits.per_machine_hour,
            f"この端末から続けて届いています。少し時間をおいてください。{ring}",
        )
    )


def _came(supporter: Supporter | None, machine: str, since: datetime) -> int:
    """How many concerns, from whichever desk's sight."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select app.concerns_since(%s::uuid, %s::text, %s::timestamptz)",
            [supporter.pk if supporter else None, machine, since],
        )
        return int(cursor.fetchone()[0])


def may_hear_concern(by: Worker) -> Decision:
    """Told to a desk by word of mouth: any desk that takes consultations."""
    return refuse_unless(by.may(Permission.CONSULT), "この役割では、気になることを受け付けられません。")


def _at_its_desk(concern: Concern, by: Worker) -> Decision:
    return may_hear_concern(by) & refuse_unless(concern.agency_id == by.agency_id or by.sees_all, OTHER_CONCERN)


def may_answer_concern(concern: Concern, by: Worker, status: str = "") -> Decision:
    """The desk, one step on; after the end it may be taken up again."""
    known = not status or status in TRANSITIONS[concern.status]
    return _at_its_desk(concern, by) & refuse_unless(known, "いまの状態からは、この返事を選べません。")


def may_note_concern(concern: Concern, by: Worker) -> Decision:
    """The desk, at any time."""
    return _at_its_desk(concern, by)


def may_pass_concern(concern: Concern, by: Worker, agency: Agency | None = None) -> Decision:
    """To another desk while it runs; the supporter sees no difference."""
    running = refuse_unless(concern.status != ConcernStatus.DONE, "対応を終えたものは、回せません。")
    other = refuse_unless(agency is None or agency.pk != concern.agency_id, "いまの届け先と同じ窓口です。")
    return _at_its_desk(concern, by) & running & other


def may_ask_turn(supporter: Supporter, by: Worker, badge: str = "visitor") -> Decision:
    """Only somebody who wears the badge 訪問協力員 and whom the desk knows."""
    worn = any(one.worn for one in SupporterBadge.objects.filter(supporter=supporter, badge=badge))
    known = refuse_unless(supporter.agency_id == by.agency_id or by.sees_all, OTHER_DESK)
    return (
        known
        & refuse_unless(supporter.active, OVER)
        & refuse_unless(
            worn, "訪問協力員のバッジのある人だけに頼めます。研修を受けて、バッジを渡してからにしてください。"
        )
    )


def _may_step(turn: VisitTurn, status: str, by: Worker | None = None) -> Decision:
    """She herself (nobody signed in), or the desk that asked, which was told by telephone."""
    desk = refuse_unless(by is None or turn.agency_id == by.agency_id or by.sees_all, "頼んだ窓口だけができます。")
    return desk & refuse_unless(status in TURN_TRANSITIONS[turn.status], "この訪問は、もう返事や記録が済んでいます。")


def may_accept_turn(turn: VisitTurn, by: Worker | None = None) -> Decision:
    """She who was asked, before the time."""
    ahead = refuse_unless(turn.at > clock.now(), "訪問の時刻をすぎています。窓口に電話してください。")
    return _may_step(turn, TurnStatus.ACCEPTED, by) & ahead


def may_decline_turn(turn: VisitTurn, by: Worker | None = None) -> Decision:
    """Also after she had accepted: somebody else is asked (代わりの人)."""
    return _may_step(turn, TurnStatus.DECLINED, by)


def may_report_turn(turn: VisitTurn, by: Worker | None = None) -> Decision:
    """She who accepted, from the time of the visit on."""
    begun = refuse_unless(turn.at <= clock.now() + timedelta(minutes=30), "訪問の時刻になってから記録できます。")
    return _may_step(turn, TurnStatus.DONE, by) & begun


def may_cancel_turn(turn: VisitTurn, by: Worker) -> Decision:
    """The desk that asked."""
    return _may_step(turn, TurnStatus.CANCELLED, by)


def may_open_course(by: Worker) -> Decision:
    """Those who grow the community."""
    return may_register_supporter(by)


def may_add_session(course: Course, by: Worker) -> Decision:
    """The desk that holds the course."""
    mine = refuse_unless(course.agency_id == by.agency_id or by.sees_all, "講座を担当する窓口だけができます。")
    return may_register_supporter(by) & mine & refuse_unless(not course.closed, "終わった講座です。")


def may_enrol_member(course: Course, by: Worker, supporter: Supporter | None = None) -> Decision:
    """Each once."""
    twice = supporter is not None and CourseMember.objects.filter(course=course, supporter=supporter).exists()
    return may_add_session(course, by) & refuse_unless(not twice, "この人は、もう受講者に入っています。")


def may_mark_attendance(course: Course, by: Worker) -> Decision:
    """The desk that holds it, while it runs."""
    return may_add_session(course, by)


def may_graduate(member: CourseMember, by: Worker) -> Decision:
    """Who came often enough (修了に要る回数)."""
    came = sum(one.came != "away" for one in member.attendances.all())
    need = member.course.sessions_needed
    enough = refuse_unless(came >= need, f"修了には{need}回の出席が要ります（いま{came}回）。")
    return (
        may_add_session(member.course, by)
        & refuse_unless(member.result != "graduated", "もう修了しています。")
        & enough
    )


def may_follow_up_member(member: CourseMember, by: Worker) -> Decision:
    """The desk that held the course, also when it is over."""
    mine = refuse_unless(member.agency_id == by.agency_id or by.sees_all, "講座を担当した窓口だけができます。")
    return may_register_supporter(by) & mine


def may_note_undertaking(member: CourseMember, by: Worker) -> Decision:
    """The same."""
    return may_follow_up_member(member, by)
