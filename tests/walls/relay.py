"""The machine: workers act through the real actions, and after every step the three ways of seeing must agree."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tasuki.assessments.actions import begin_assessment, fill_member, fix_assessment, mark_conditions
from tasuki.assessments.models import Assessment
from tasuki.casefile import visit_kit_actions as tablet
from tasuki.casefile.actions import close_case, reopen_case
from tasuki.casefile.ecomap_actions import write_tie
from tasuki.cases.actions import Member, add_member, hand_over, open_case
from tasuki.cases.comment_reading import readers_of
from tasuki.cases.comments import write_comment
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.cases.emergency import open_in_emergency
from tasuki.cases.models import Case
from tasuki.cases.recording import write_record
from tasuki.cases.warning_actions import warn
from tasuki.community.actions import register_place
from tasuki.intake.actions import take_consultation
from tasuki.intake.models import Consultation
from tasuki.meetings import actions as meetings
from tasuki.meetings.models import Item, ItemCall
from tasuki.meetings.talk_actions import ask_screening, hold_conference
from tasuki.outreach.actions import begin_approach, visit
from tasuki.outreach.watch_actions import begin_long_watch
from tasuki.participation import actions as participation
from tasuki.participation.models import Match
from tasuki.people import actions as people
from tasuki.people.merging import merge_households, merge_persons
from tasuki.people.models import Consent, Household, Person
from tasuki.plans import actions as plans
from tasuki.plans.models import Plan
from tasuki.referrals import actions as referrals
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.shared.ids import uuid7
from tasuki.staff import actions as staff
from tasuki.staff.identity import may_enter, posts_of
from tasuki.staff.models import Worker
from tasuki.tenancy.actions import change_settings
from tasuki.tenancy.context import NOBODY, Context, acting
from tasuki.tenancy.models import Agency, Municipality

from . import oracle as law
from .eyes import Eyes, whole_town
from .rows import expected

ITEMS = ([
    ("basic",), ("basic", "household", "assessment", "progress", "plan"), ("basic", "progress"), ("plan",), ("health",),
    ("basic", "assessment"),
])  # fmt: skip
HELPERS = [("hokatsu",), ("kikan",), ("hokatsu", "kikan"), ("kikan", "shakyo")]
NUMBER = range(4)
DAYS = [None, 0, 1, 5]
PURPOSES = ["together", "together", "together", "coordinate", "take_over"]
COUNSELLORS = ["sakura", "ken", "midori", "akira", "nao", "yoso", "suzuki"]


# How often each act was carried out, in this process: a machine that never gets anywhere would prove nothing.
DONE: Counter[str] = Counter()


class Disagreement(AssertionError):
    """The three ways of seeing differ."""


def somebody(key: str) -> Person:
    """A person by her key alone, as a form hands it on."""
    return Person(pk=UUID(key))


def deed(when: Callable[[Any], Any] = bool, often: int = 1, **drawn: Any) -> Callable[[Any], Any]:
    """Mark a deed of the machine: when it can be tried, how often, and what is drawn for it."""

    def mark(function: Any) -> Any:
        function.when, function.often, function.drawn = when, often, drawn
        return function

    return mark


class Relay(RuleBasedStateMachine):
    """One example: a household, six agencies, thirty steps of the relay; rolled back at the end."""

    towns: dict[str, Any]
    eyes: Eyes
    strict = True

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.transaction = self.stack.enter_context(transaction.atomic())
        self.town, self.other = self.towns["town"], self.towns["other"]
        self.stopped: Any = None
        self.seats: dict[str, Worker | None] = {}
        self.strangers: dict[str, Worker] = {}
        self.law = law.Oracle(datetime(2026, 11, 18, 10, 0, tzinfo=clock.JAPAN))
        law.set_zone(clock.JAPAN)
        self.set_clock(self.law.now)
        self.logins = list(self.town.workers)
        self.looks = 0
        self.last = False
        try:
            self._introduce()
            self._begin()
        except BaseException:  # nobody tears down what never stood; its locks would keep a wrong policy in place
            self._undo()
            raise
        self.changed = True

    # the beginning

    def _introduce(self) -> None:
        """Tell the oracle who works where."""
        keys = {agency.pk: str(agency.pk) for agency in self.town.agencies.values()}
        self.agency = {key: str(agency.pk) for key, agency in self.town.agencies.items()}
        self.law.sections = {str(one.pk) for one in self.town.agencies.values() if one.is_section}
        with self.town.context():
            for login, worker in self.town.workers.items():
                posts = [law.Post(keys[post.agency_id], post.role, post.since) for post in worker.posts.all()]
                self.law.workers[login] = law.Somebody(str(worker.pk), posts)

    def _begin(self) -> None:
        """A household of three at one agency, a body of meetings, and a case of the other municipality."""
        self.other.case()
        self.elsewhere = frozenset(key for kind in self.eyes.facts().values() for key in kind)
        self.persons: list[str] = []
        self.cases: list[str] = []
        home = self.act("sakura", lambda by: people.start_household(by=by, town=self.town.towns[0], address="1番地"))
        for name in ("うめ", "一郎", "花子"):
            person = self.act("sakura", lambda by, name=name: people.register_person(by=by, family_name="花村",
                                                                                    given_name=name))  # fmt: skip
            self.law.registered[str(person.pk)] = {self.agency["sogo"]}
            self.persons.append(str(person.pk))
            self.act("sakura", lambda by, one=person: people.join_household(household=home, person=one, by=by))
            self.act("sakura", lambda by, one=person: people.add_contact(person=one, by=by, kind="mobile", value="090"))
        self.act("sakura", lambda by: people.relate(first=somebody(self.persons[0]), second=somebody(self.persons[1]),
                                                    kind="parent", by=by))  # fmt: skip
        self.act("suzuki", self._meeting)
        self.open_case("sakura", 1)
        # something of every kind to be seen, of the household and of each of its members
        for who in (0, 3, 1):
            self.write_record("sakura", 0, who)
        self.place = self.act("nao", lambda by: register_place(by=by, name="ひなたサロン"))
        for who in (0, 1):
            self.stay_beside("sakura", 0, who)
        self.act("suzuki", lambda by: tablet.change_away(by=by, in_use=True, days=1, most=8, idle_minutes=5))
        for who in (0, 1):
            self.take_along("sakura", 0, who)
        self.assess(0, 0)
        self.reach_out(0, 1)
        self.bring(0)
        self.take_consultation("sakura", 0)
        self.send_sheet(0, ("hokatsu",), 1, True, "together")

    def _meeting(self, by: Worker) -> None:
        host = self.town.agencies["fukushi"]
        body = meetings.found_body(by=by, key="walls", name="支援会議", legal_types=["support_conference"],
                                   host_agency=host)  # fmt: skip
        self.sitting = meetings.convene(body=body, by=by, at=clock.now(), form="in_person")

    def teardown(self) -> None:
        """Everything once more; then as if nothing had been."""
        try:
            self.last = self.changed = True
            if not connection.needs_rollback:
                self.three_ways_agree()
        finally:
            self._undo()

    def _undo(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()
        self.stopped.__exit__(None, None, None)

    # acting

    def set_clock(self, moment: datetime) -> None:
        if self.stopped is not None:
            self.stopped.__exit__(None, None, None)
        self.stopped = clock.stopped_at(moment)
        self.stopped.__enter__()
        if moment.date() != self.law.now.date():
            self.seats.clear()
        self.law.now = moment

    def seat(self, login: str) -> Worker | None:
        """The worker in her post as the door would find her; None when it would not let her in."""
        if login not in self.seats:
            with self.town.context():
                posts = posts_of(self.town.workers[login].pk)
            worker = posts[0].worker.take_post(posts[0]) if posts and may_enter(posts[0].worker) else None
            if worker is not None:
                worker.post.agency.municipality = worker.post.municipality
            self.seats[login] = worker
        return self.seats[login]

    def act(self, login: str, deed: Callable[[Worker], Any]) -> Any:
        """One deed as this worker; None when she is refused, and nothing has happened."""
        worker = self.seat(login)
        if worker is None:
            return None
        try:
            with acting(worker.context()), transaction.atomic():
                result = deed(worker)
        except (Refused, Stale, ObjectDoesNotExist):
            return None
        self.changed = True
        return result if result is not None else True

    def case(self, by: Worker, key: str) -> Case:
        """As a view gets it."""
        return Case.objects.visible_to(by).get(pk=key)

    def of(self, agency: str) -> str:
        """Somebody who works with cases at this agency now, by the oracle."""
        for login, worker in self.law.workers.items():
            post = worker.post(self.law.today)
            if post and post.agency == agency and post.role in law.WORKING:
                return login
        return "yoso"

    def pick(self, things: Any, number: int) -> str:
        listed = list(things)
        return listed[number % len(listed)]

    def owner(self, case: str) -> str:
        return self.of(self.law.cases[case].owner)

    # cases

    @deed(when=lambda self: len(self.cases) < 4, login=COUNSELLORS, number=NUMBER)
    def open_case(self, login: str, number: int) -> None:
        """A case with two or three of the persons whom the worker knows, or with somebody new."""

        def deed(by: Worker) -> Case:
            known = [one for one in self.persons if Person.objects.visible_to(by).filter(pk=one).exists()][: number + 1]
            if not known:
                person = people.register_person(by=by, family_name="新井", given_name=login)
                home = people.start_household(by=by, town=self.town.towns[1], address="2番地")
                people.join_household(household=home, person=person, by=by)
                self.new = str(person.pk)
                known = [self.new]
            members = [Member(somebody(one), index_person=not n) for n, one in enumerate(known)]
            return open_case(by=by, label="世帯", members=members)

        self.new = ""
        case = self.act(login, deed)
        if case:
            if self.new:
                self.law.registered[self.new] = {str(case.owner_agency_id)}
                self.persons.append(self.new)
            self._opened(case)

    def _opened(self, case: Case) -> None:
        with acting(whole_town(self.town.key)):
            members = {str(one) for one in case.members.values_list("person_id", flat=True)}
        self.law.cases[str(case.pk)] = law.Case(str(case.owner_agency_id), members, str(case.worker_id))
        self.cases.append(str(case.pk))

    @deed(login=COUNSELLORS, number=NUMBER, who=NUMBER)
    def write_record(self, login: str, number: int, who: int) -> None:
        """A record of the household, or of one person; sometimes with a passage told to few."""
        text = "訪問した" if number % 2 else "訪問した［情報元］となりの人［／］"
        case, person = self.pick(self.cases, number), None if who == 0 else self.pick(self.persons, who)
        self.act(login, lambda by: write_record(case=self.case(by, case), by=by, at=clock.now(), method="visit",
                                                text=text, about=somebody(person) if person else None))  # fmt: skip

    @deed(login=COUNSELLORS, number=NUMBER, who=NUMBER)
    def tell_colleagues(self, login: str, number: int, who: int) -> None:
        """A comment that calls somebody of the house, and a warning; of the household, or of one person."""
        case, person = self.pick(self.cases, number), None if who == 0 else self.pick(self.persons, who)
        about, again = somebody(person) if person else None, clock.today() + timedelta(days=30)
        self.act(login, lambda by: write_comment(case=self.case(by, case), by=by, text="知っていますか", about=about,
                                                 to=list(readers_of(self.case(by, case), by, about and about.pk)[:1])))  # fmt: skip
        self.act(login, lambda by: warn(case=self.case(by, case), by=by, kind="visit", text="犬がいる", about=about,
                                        review_on=again, told="told"))  # fmt: skip

    @deed(login=COUNSELLORS, number=NUMBER, who=NUMBER)
    def stay_beside(self, login: str, number: int, who: int) -> None:
        """A long watch, a talk outside the law, 権利擁護; or a place found with one person, and how it goes."""
        case, person = self.pick(self.cases, number), None if who == 0 else self.pick(self.persons, who)
        if person:
            found = self.act(login, lambda by: self._find_a_place(self.case(by, case), somebody(person), by))
            if found:
                self.act(login, lambda by: participation.advance_match(match=found, status="visit", by=by))
                self.act(login, lambda by: participation.follow_up_match(match=found, side="person", by=by, how="phone",
                                                                         going="well", words="楽しかった"))  # fmt: skip
                # it is over again: a case in which somebody is not steady anywhere yet cannot be closed
                self.act(login, lambda by: participation.end_match(match=found, by=by, reason="reached"))
            return
        self.act(login, lambda by: begin_long_watch(case=self.case(by, case), by=by, why="冬に弱る", workers=[by]))
        self.act(login, lambda by: hold_conference(case=self.case(by, case), by=by, at=clock.now(), subject="鍵",
                                                   agencies=[by.agency]))  # fmt: skip
        self.act(login, lambda by: ask_screening(case=self.case(by, case), by=by, reason="通帳のこと"))

    @deed(login=COUNSELLORS, number=NUMBER, who=NUMBER)
    def take_along(self, login: str, number: int, who: int) -> None:
        """A tablet goes along and a record with a file comes back; a sign in the genogram, a tie on the ecomap."""
        case, person = self.pick(self.cases, number), None if who == 0 else self.pick(self.persons, who)
        about = somebody(person) if person else None
        self.act(login, lambda by: self._by_tablet(self.case(by, case), by))
        self.act(
            login, lambda by: write_tie(case=self.case(by, case), by=by, sector="neighbour", name="となり", about=about)
        )
        if about:
            self.act(
                login, lambda by: mark_conditions(case=self.case(by, case), person=about, codes=["dementia"], by=by)
            )

    def _by_tablet(self, case: Case, by: Worker) -> None:
        kit = tablet.take_kit(kit=tablet.make_kit(cases=[case], device="タブレット", by=by), by=by)
        item = tablet.receive_record(
            kit=kit, case=case, key=uuid7(), by=by, at=clock.now(), method="visit", text="会えた"
        )
        tablet.receive_file(
            kit=kit, case=case, key=uuid7(), onto=item.key, by=by, name="メモ.txt", content="メモ".encode()
        )

    def _find_a_place(self, case: Case, person: Person, by: Worker) -> Match:
        sheet = participation.begin_sheet(case=case, person=person, by=by)
        sheet = participation.fill_sheet(sheet=sheet, by=by, wishes="編み物を教えたい")
        sheet = participation.fix_sheet(sheet=sheet, by=by)
        return participation.pick_place(sheet=sheet, place=self.place, by=by)

    @deed(number=NUMBER, who=NUMBER)
    def assess(self, number: int, who: int) -> None:
        """A sheet with the part of one member, fixed."""
        case = self.pick(self.cases, number)

        def deed(by: Worker) -> Assessment:
            sheet = begin_assessment(case=self.case(by, case), by=by)
            person = Person.objects.visible_to(by).get(pk=self.pick(sorted(self.law.cases[case].members), who))
            fill_member(assessment=sheet, person=person, by=by, complaint="眠れない")
            return fix_assessment(assessment=sheet, by=by)

        self.act(self.owner(case), deed)

    @deed(number=NUMBER, who=NUMBER)
    def reach_out(self, number: int, who: int) -> None:
        """An approach to one member, and a visit."""
        case = self.pick(self.cases, number)

        def deed(by: Worker) -> Any:
            person = somebody(self.pick(sorted(self.law.cases[case].members), who))
            approach = begin_approach(case=self.case(by, case), by=by, person=person, ground="own_duty",
                                      ground_note="命にかかわる")  # fmt: skip
            return visit(approach=approach, by=by, at=clock.now(), met="unmet", text="会えなかった")

        self.act(self.owner(case), deed)

    @deed(number=NUMBER, who=NUMBER)
    def add_member(self, number: int, who: int) -> None:
        """A further person of the household."""
        case, person = self.pick(self.cases, number), self.pick(self.persons, who)
        if person in self.law.cases[case].members:
            return
        if self.act(self.owner(case), lambda by: add_member(
            case=self.case(by, case), member=Member(Person.objects.visible_to(by).get(pk=person)), by=by,
        )):  # fmt: skip
            self.law.cases[case].members.add(person)

    @deed(number=NUMBER, login=COUNSELLORS)
    def hand_over(self, number: int, login: str) -> None:
        """Another worker takes charge."""
        case = self.pick(self.cases, number)
        worker = self.town.workers[login]
        if self.act(self.owner(case), lambda by: hand_over(case=self.case(by, case), worker=worker, by=by)):
            self.law.cases[case].worker = str(worker.pk)

    @deed(number=NUMBER)
    def close_case(self, number: int) -> None:
        """The support ends; what it had opened ends with it."""
        case = self.pick(self.cases, number)
        if self.act(
            self.owner(case), lambda by: close_case(case=self.case(by, case), by=by, reason="solved", note="よい")
        ):
            self.law.closed(case)

    @deed(when=lambda self: any(one.closed for one in self.law.cases.values()), number=NUMBER)
    def reopen_case(self, number: int) -> None:
        """A new period of support."""
        case = self.pick((key for key, one in self.law.cases.items() if one.closed), number)
        new = self.act(self.owner(case), lambda by: reopen_case(case=self.case(by, case), by=by, reason="再び"))
        if new:
            self._opened(new)

    # consultations and sheets

    @deed(login=COUNSELLORS, who=NUMBER)
    def take_consultation(self, login: str, who: int) -> None:
        """At any desk, about somebody known there or about nobody yet."""

        def deed(by: Worker) -> Consultation:
            known = Person.objects.visible_to(by).filter(pk=self.pick(self.persons, who)).first()
            return take_consultation(by=by, at=clock.now(), route="phone_self", words="困っている", person=known)

        taken = self.act(login, deed)
        if taken and taken.person_id:
            self.law.consultations.append((str(taken.agency_id), str(taken.person_id)))

    @deed(often=2, number=NUMBER, to=HELPERS, whom=range(1, 8), agreed=(False, True), purpose=PURPOSES)
    def send_sheet(self, number: int, to: tuple[str, ...], whom: int, agreed: bool, purpose: str) -> None:
        """From a case: some of its members, with or without consent."""
        case = self.pick(self.cases, number)
        members = [one for n, one in enumerate(sorted(self.law.cases[case].members)) if whom & 1 << n]
        to = to[:1] if purpose != "together" else to

        def deed(by: Worker) -> Any:
            return referrals.send_referral(
                by=by, to=[self.town.agencies[key] for key in to], wanted="いっしょに", case=self.case(by, case),
                consent="given" if agreed else "none", ground_reason="命にかかわる", purpose=purpose,
                persons=list(Person.objects.filter(pk__in=members)),
            )  # fmt: skip

        self._sent(self.act(self.owner(case), deed), case, members, agreed, purpose)

    @deed(login=COUNSELLORS, to=(["hokatsu", "kikan"]), who=NUMBER,
          purpose=(["together", "coordinate"]))  # fmt: skip
    def send_from_desk(self, login: str, to: str, who: int, purpose: str) -> None:
        """From a consultation: whoever accepts opens the case and owns it."""
        person = self.pick(self.persons, who)

        def deed(by: Worker) -> Any:
            known = Person.objects.visible_to(by).get(pk=person)
            words = take_consultation(by=by, at=clock.now(), route="phone_self", words="つないで", person=known)
            return referrals.send_referral(by=by, to=[self.town.agencies[to]], wanted="受けて", consultation=words,
                                           consent="none", ground_reason="命", persons=[known], purpose=purpose)  # fmt: skip

        sheet = self.act(login, deed)
        if sheet:
            self.law.consultations.append((str(sheet.from_agency_id), person))
        self._sent(sheet, None, [person], False, purpose)

    def _sent(self, sheet: Any, case: str | None, persons: list[str], agreed: bool, purpose: str) -> None:
        if not sheet:
            return
        sender = str(sheet.from_agency_id)
        self.law.sheets[str(sheet.pk)] = law.Sheet(case, sender, frozenset(persons), agreed, purpose)
        with acting(whole_town(self.town.key)):
            for key, to in sheet.targets.values_list("pk", "to_agency_id"):
                self.law.targets[str(key)] = law.Target(str(sheet.pk), sender, str(to))

    def target(self, *states: str) -> list[str]:
        return [key for key, one in self.law.targets.items() if one.state in states]

    def answer(self, login: str, key: str, action: Callable[..., Any], **more: Any) -> Any:
        """One of the acts on a sheet."""
        return self.act(
            login, lambda by: action(target=ReferralTarget.objects.visible_to(by).get(pk=key), by=by, **more)
        )

    @deed(when=lambda self: self.target("sent"), often=3, number=NUMBER)
    def accept(self, number: int) -> None:
        """受理: opens what the sheet names, or moves the case."""
        key = self.pick(self.target("sent"), number)
        target, sheet = self.law.targets[key], self.law.sheets[self.law.targets[key].sheet]
        login = self.of(target.receiver)
        done = self.answer(login, key, referrals.accept)
        if not done:
            return
        target.state = "accepted"
        if sheet.case is None:
            self._opened(done.referral.case)
            sheet.case = self.cases[-1]
        elif sheet.purpose == "together":
            parts = law.KNOWN | {"record"} | ({"assessment"} if sheet.consented else set())
            self.law.open("referral", sheet.case, parts, agency=target.receiver, persons=sheet.persons, rests_on=key)
            return
        else:
            self.law.given_to(sheet.case, target.receiver, self.law.workers[login].key)
        if sheet.purpose == "coordinate":
            self.law.open("coordination", sheet.case, law.ALL - {"packet"}, agency=target.sender, rests_on=key)

    @deed(when=lambda self: self.target("sent"), number=NUMBER, back=(False, True))
    def decline_or_withdraw(self, number: int, back: bool) -> None:
        """受けられない, or taken back by the sender."""
        key = self.pick(self.target("sent"), number)
        target = self.law.targets[key]
        action = referrals.withdraw if back else referrals.decline
        if self.answer(self.of(target.sender if back else target.receiver), key, action, reason="手いっぱい"):
            target.state = "declined"

    @deed(when=lambda self: self.target("accepted"), number=NUMBER)
    def hand_back(self, number: int) -> None:
        """つなぎもどし: the receiver's access ends at once, ownership when it is confirmed."""
        key = self.pick(self.target("accepted"), number)
        target = self.law.targets[key]
        if self.answer(self.of(target.receiver), key, referrals.hand_back, summary="落ちついた"):
            target.state = "back"
            for one in self.law.openings:
                if one.rests_on == key and one.agency == target.receiver and not self._owns(target):
                    one.over = True

    def _owns(self, target: law.Target) -> bool:
        case = self.law.sheets[target.sheet].case
        return case is not None and self.law.cases[case].owner == target.receiver

    @deed(when=lambda self: self.target("back"), number=NUMBER)
    def confirm(self, number: int) -> None:
        """The desk that sent it owns again what it had given away."""
        key = self.pick(self.target("back"), number)
        target = self.law.targets[key]
        login = self.of(target.sender)
        if self.answer(login, key, referrals.confirm_hand_back):
            if self._owns(target):
                self.law.given_to(self.law.sheets[target.sheet].case, target.sender, self.law.workers[login].key)
            target.state = "ended"
            self.law.end(rests_on=key)

    @deed(when=lambda self: self.target("accepted"), number=NUMBER)
    def end_sheet(self, number: int) -> None:
        """The working together is over."""
        key = self.pick(self.target("accepted"), number)
        if self.answer(self.of(self.law.targets[key].sender), key, referrals.end):
            self.law.targets[key].state = "ended"
            self.law.end(rests_on=key)

    # consent and plans

    @deed(
        often=3,
        number=NUMBER,
        who=NUMBER,
        items=ITEMS,
        to=HELPERS,
        days=DAYS,
        login=(["", "midori", "akira"]),
    )
    def consent(self, number: int, who: int, items: tuple[str, ...], to: tuple[str, ...], days: int | None,
                login: str) -> None:  # fmt: skip
        """One person agrees to some items for some agencies, perhaps until a day."""
        case = self.pick(self.cases, number)
        person = self.pick(sorted(self.law.cases[case].members), who)
        until = None if days is None else self.law.today + timedelta(days=days)

        def deed(by: Worker) -> Any:
            known = Person.objects.visible_to(by).get(pk=person)
            return take_consent(case=self.case(by, case), person=known, by=by, answer="given", method="written",
                                asked_on=clock.today(), items=items, until=until,
                                agencies=[self.town.agencies[key] for key in to])  # fmt: skip

        given = self.act(login or self.owner(case), deed)
        if given:
            named = frozenset(self.agency[key] for key in to)
            self.law.agreed(str(given.pk), law.Consent(case, person, named, frozenset(items), until))

    @deed(when=lambda self: self.law.consents, number=NUMBER)
    def withdraw(self, number: int) -> None:
        """The person takes it back."""
        given = [key for key, one in self.law.consents.items() if not one.withdrawn]
        if not given:
            return
        key = self.pick(given, number)
        consent = self.law.consents[key]
        if self.act(self.owner(consent.case), lambda by: withdraw_consent(
            case=self.case(by, consent.case), consent=Consent.objects.get(pk=key), by=by,
        )):  # fmt: skip
            consent.withdrawn = True
            self.law.end(rests_on=key)

    def living(self, case: str) -> dict[str, str]:
        """The newest consent in force of each member, by the oracle."""
        members = self.law.cases[case].members
        return {one.person: key for key, one in self.law.consents.items()
                if one.person in members and one.lives(self.law.today)}  # fmt: skip

    @deed(
        when=lambda self: any(one.lives(self.law.today) for one in self.law.consents.values()),
        often=2,
        number=NUMBER,
        whom=NUMBER,
        days=DAYS,
    )
    def draft_plan(self, number: int, whom: int, days: int | None) -> None:
        """A plan for those who agreed, or for some of them."""
        cases = [case for case in self.cases if self.living(case)]
        if not cases:
            return
        case = self.pick(cases, number)
        agreed = self.living(case)
        persons = sorted(agreed)[: whom + 1]
        named = sorted(frozenset().union(*(self.law.consents[agreed[one]].agencies for one in persons)))
        last = None if days is None else self.law.today + timedelta(days=days)
        lines = [plans.PersonLine(somebody(one)) for one in persons]
        roles = [plans.RoleLine(Agency(pk=UUID(key)), "見守り", by_date=self.law.today) for key in named]

        def deed(by: Worker) -> Plan:
            return plans.draft_plan(case=self.case(by, case), by=by, main_person=lines[0].person, goal="安心",
                                    persons=lines, roles=roles, period_to=last)  # fmt: skip

        plan = self.act(self.owner(case), deed)
        if plan:
            rests = {one: agreed[one] for one in persons}
            self.law.plans[str(plan.pk)] = law.Plan(case, rests, frozenset(named), last)

    def plan(self, *states: str) -> list[str]:
        return [key for key, one in self.law.plans.items() if one.state in states]

    @deed(when=lambda self: self.plan("draft"), often=2, number=NUMBER)
    def approve_plan(self, number: int) -> None:
        """Submitted by the owner, decided by the meeting."""
        key = self.pick(self.plan("draft"), number)
        plan = self.law.plans[key]
        living = self.living(plan.case)
        submit = lambda by: plans.submit_plan(plan=Plan.objects.visible_to(by).get(pk=key), by=by)  # noqa: E731
        if not self.act(self.owner(plan.case), submit):
            return
        plan.state = "submitted"
        for person, consent in plan.persons.items():
            if not self.law.consents[consent].lives(self.law.today):
                plan.persons[person] = living[person]
        self.decide_plan(number)

    @deed(when=lambda self: self.plan("submitted"), number=NUMBER)
    def decide_plan(self, number: int) -> None:
        """The meeting approves."""
        key = self.pick(self.plan("submitted"), number)
        if self.act("suzuki", lambda by: plans.decide_plan(
            plan=Plan.objects.visible_to(by).get(pk=key), by=by, step="decided", result="approved", body_name="会議",
            on=clock.today(),
        )):  # fmt: skip
            self.law.plans[key].state = "approved"
            self.law.carried_out(key)

    @deed(when=lambda self: self.plan("approved", "evaluated"), number=NUMBER)
    def finish_plan(self, number: int) -> None:
        """Evaluated; the next time, ended."""
        key = self.pick(self.plan("approved", "evaluated"), number)
        plan = self.law.plans[key]

        def deed(by: Worker) -> Any:
            found = Plan.objects.visible_to(by).get(pk=key)
            if plan.state == "approved":
                return plans.evaluate_plan(plan=found, by=by, on=clock.today(), reached="よい", verdict="end")
            return plans.end_plan(plan=found, by=by, on=clock.today())

        if self.act(self.owner(plan.case), deed):
            plan.state = {"approved": "evaluated", "evaluated": "ended"}[plan.state]
            if plan.state == "ended":
                self.law.plan_ended(key)

    # meetings

    @deed(number=NUMBER)
    def bring(self, number: int) -> None:
        """A case before the 支援会議, its papers fixed."""
        case = self.pick(self.cases, number)

        def deed(by: Worker) -> Item:
            item = meetings.put_on_agenda(sitting=self.sitting, by=by, title="世帯", case=self.case(by, case),
                                          without_consent=True, why_without="命")  # fmt: skip
            meetings.freeze(item=item, by=by, papers=[{"heading": "世帯", "text": "写し"}])
            return item

        item = self.act(self.owner(case), deed)
        if item:
            self.law.items[str(item.pk)] = law.Item(self.agency["fukushi"], str(item.submitted_agency_id), case)

    @deed(
        when=lambda self: self.law.items,
        often=2,
        number=NUMBER,
        to=(["shakyo", "kikan", "yoso"]),
        named=(False, True),
    )
    def call(self, number: int, to: str, named: bool) -> None:
        """An agency is called, or one of its workers by name."""
        item = self.pick(self.law.items, number)
        login = self.of(self.agency[to]) if named else ""
        worker = self.town.workers[login] if login else None
        called = self.act("suzuki", lambda by: meetings.call(
            item=Item.objects.visible_to(by).get(pk=item), agency=self.town.agencies[to], by=by, worker=worker,
        ))  # fmt: skip
        if called:
            self.law.calls[str(called.pk)] = law.Call(item, self.agency[to], str(worker.pk) if worker else "")

    @deed(
        when=lambda self: self.law.calls,
        often=2,
        number=NUMBER,
        login=(["", "", "nao", "akira", "chair"]),
    )
    def swear(self, number: int, login: str) -> None:
        """The duty of secrecy is accepted, each for herself."""
        key = self.pick(self.law.calls, number)
        call = self.law.calls[key]
        login = login or self.of(call.agency)
        if self.act(login, lambda by: meetings.accept_secrecy(
            call=ItemCall.objects.visible_to(by).get(pk=key), by=by,
        )):  # fmt: skip
            call.sworn.add(self.law.workers[login].key)

    @deed(when=lambda self: self.law.calls, number=NUMBER, whole=(False, True))
    def take_back(self, number: int, whole: bool) -> None:
        """A call by mistake is taken back, or the item as a whole."""
        key = self.pick(self.law.calls, number)
        call = self.law.calls[key]

        def back(by: Worker) -> Any:
            if whole:
                return meetings.withdraw_item(
                    item=Item.objects.visible_to(by).get(pk=call.item), by=by, reason="別の日に"
                )
            return meetings.uncall(call=ItemCall.objects.visible_to(by).get(pk=key), by=by, reason="まちがい")

        if self.act("suzuki", back):
            for one in self.law.calls.values():
                if one is call or (whole and one.item == call.item and (not one.until or one.until > self.law.now)):
                    one.until = self.law.now
            if whole:
                self.law.items[call.item].state = "over"

    @deed(when=lambda self: self.law.items, number=NUMBER, days=([0, 1, 5]))
    def conclude(self, number: int, days: int) -> None:
        """Discussed, with a last day of the papers; the next time, closed and collected."""
        key = self.pick(self.law.items, number)
        item, until = self.law.items[key], self.law.today + timedelta(days=days)

        def deed(by: Worker) -> Any:
            found = Item.objects.visible_to(by).get(pk=key)
            if item.state == "preparing":
                return meetings.conclude_item(
                    item=found, by=by, discussion="話した", decision="見守る", follow_until=until
                )
            return meetings.close_item(item=found, by=by)

        if not self.act("suzuki", deed):
            return
        first, item.state = item.state == "preparing", "over"
        for call in self.law.calls.values():
            if call.item == key and first and call.until is None:
                call.until = law.midnight_after(until)
            elif call.item == key and not first and (call.until is None or call.until > self.law.now):
                call.until = self.law.now

    # workers, protection, time

    @deed(login=(["midori", "akira", "nao", "ken"]), to=(["kikan", "yoso", "hokatsu"]),
          days=([0, 1]))  # fmt: skip
    def move_worker(self, login: str, to: str, days: int) -> None:
        """人事異動: the post ends on a day, another begins on it."""
        day, worker = self.law.today + timedelta(days=days), self.law.workers[login]
        now = worker.post(self.law.today)
        if now is None or now.until is not None or any(post.since > self.law.today for post in worker.posts):
            return
        role = now.role

        def deed(by: Worker) -> Any:
            post = next(one for one in posts_of(worker.key) if one.role == role and str(one.agency_id) == now.agency)
            staff.end_post(post=post, on=day, by=by)
            return staff.assign(
                worker=Worker(pk=UUID(worker.key)), agency=self.town.agencies[to], role=role, since=day, by=by
            )

        if self.act("admin", deed):
            now.until = day
            worker.posts.append(law.Post(self.agency[to], role, day))
            self.seats.clear()

    @deed(login=(["midori", "akira", "nao"]))
    def deactivate(self, login: str) -> None:
        """The log-in is closed, or opened again."""
        worker = self.law.workers[login]
        worker.active = not worker.active
        with self.town.context():
            Worker.objects.filter(pk=worker.key).update(is_active=worker.active)
        self.seats.clear()
        self.changed = True

    @deed(on=(False, True))
    def section_setting(self, on: bool) -> None:
        """The municipality takes the sweeping view from its section, or gives it."""

        def deed(by: Worker) -> Any:
            return change_settings(municipality=Municipality.objects.get(pk=self.town.key), section_sees_all=on)

        if on != self.law.section_sees_all and self.act("admin", deed):
            self.law.section_sees_all = on
            self.seats.clear()

    @deed(often=2, login=COUNSELLORS, who=NUMBER, on=([True, True, False]))
    def protect(self, login: str, who: int, on: bool) -> None:
        """支援措置 begins or ends: hides where she is from all but the workers named for it."""
        person = self.pick(self.persons, who)
        if not self.act(login, lambda by: people.protect_person(
            person=Person.objects.visible_to(by).get(pk=person), by=by, note="措置", on=on,
        )):  # fmt: skip
            return
        worker = self.law.workers[login]
        if on and person not in self.law.protected:
            first = {(worker.key, worker.post(self.law.today).agency)}
            first |= {(case.worker, case.owner) for case in self.law.cases.values()
                      if person in case.members and not case.closed}  # fmt: skip
            self.law.keepers += [law.Keeper(person, *one) for one in first]
            self.law.protected.add(person)
        elif not on:
            self.law.protected.discard(person)
            self.law.release(person)

    @deed(when=lambda self: self.law.protected, login=COUNSELLORS, other=COUNSELLORS, number=NUMBER, days=DAYS)
    def name_keeper(self, login: str, other: str, number: int, days: int | None) -> None:
        """One more worker is named, perhaps until a day."""
        person = self.pick(sorted(self.law.protected), number)
        until = None if days is None else self.law.today + timedelta(days=days)
        named = self.act(login, lambda by: people.name_keeper(
            person=Person.objects.visible_to(by).get(pk=person), worker=self.town.workers[other], by=by, until=until,
        ))  # fmt: skip
        if named:
            self.law.release(person, str(named.worker_id))
            self.law.keepers.append(
                law.Keeper(person, str(named.worker_id), str(named.agency_id), law.midnight_after(until))
            )

    @deed(login=COUNSELLORS, first=NUMBER, second=NUMBER)
    def merge_persons(self, login: str, first: int, second: int) -> None:
        """One person, registered twice."""
        keep, drop = self.pick(self.persons, first), self.pick(self.persons, second)

        def merge(by: Worker) -> Any:
            known = Person.objects.visible_to(by)
            return merge_persons(keep=known.get(pk=keep), drop=known.get(pk=drop), by=by)

        if self.act(login, merge):
            self.law.merged(keep, drop)
            self.persons.remove(drop)

    @deed(login=COUNSELLORS, first=NUMBER, second=NUMBER)
    def merge_households(self, login: str, first: int, second: int) -> None:
        """One household, registered twice: whoever knows its people knows it."""

        def merge(by: Worker) -> Any:
            known = list(Household.objects.visible_to(by).order_by("pk"))
            if not known:
                raise Household.DoesNotExist
            keep, drop = known[first % len(known)], known[second % len(known)]
            return merge_households(keep=keep, drop=drop, by=by)

        if len(self.persons) > 1:
            self.act(login, merge)

    @deed(often=2, login=COUNSELLORS, number=NUMBER)
    def emergency(self, login: str, number: int) -> None:
        """By her own act, with her reason, for some hours, to herself."""
        case = self.pick(self.cases, number)
        with acting(whole_town(self.town.key)):
            told = Case.objects.values_list("number", flat=True).get(pk=case)
        opened = self.act(login, lambda by: open_in_emergency(by=by, kind="life", reason="中から倒れるような音がして、呼んでもだれも出てこない。",
                                                              number=told))  # fmt: skip
        if opened:
            worker = self.law.workers[login]
            self.law.open("emergency", case, law.ALL, worker=worker.key, held_at=worker.post(self.law.today).agency,
                          until=self.law.now + timedelta(hours=24), rests_on=str(opened.pk))  # fmt: skip

    @deed(often=3, hours=([1, 24, 24, 120, 0, 0]))
    def wait(self, hours: int) -> None:
        """Time goes by; 0: to the next midnight, exactly."""
        moment = self.law.now + timedelta(hours=hours)
        if hours == 0:
            moment = datetime.combine(self.law.today + timedelta(days=1), time(), clock.JAPAN)
        self.set_clock(moment)
        self.changed = True

    def able(self, name: str) -> bool:
        """Whether the deed can be tried now."""
        return bool(DEEDS[name].when(self))

    @rule(seed=st.integers(0, 2**32 - 1))
    def step(self, seed: int) -> None:
        """One deed of those that can be tried now, chosen evenly: Hypothesis alone would repeat a few of them."""
        dice = Random(seed)
        able = [name for name, one in DEEDS.items() for _ in range(one.often) if self.able(name)]
        name = dice.choice(able)
        drawn = {word: dice.choice(values) for word, values in DEEDS[name].drawn.items()}
        getattr(self, name)(**drawn)
        DONE[name] += self.changed
        note(f"{self.law.now:%d日 %H:%M} {name} {drawn}{'' if self.changed else ' refused'}")

    # the comparison

    @invariant()
    def three_ways_agree(self) -> None:
        """Oracle, row-level security and `visible_to` show the same to everybody."""
        if not self.changed:
            return
        self.changed = False
        told = self.disagreements()
        if told:
            raise Disagreement("\n".join(told[:12]))

    def personas(self) -> list[tuple[str, law.View, Context, Any]]:
        """Name, what the law says, what the database is told, who asks the first wall."""
        found = []
        for login in self.logins:
            worker = self.seat(login)
            view = self.law.view(self.law.workers[login])
            found.append((login, view, worker.context() if worker else NOBODY, worker))
        self.looks += 1
        login = ("sakura", "suzuki", "admin")[self.looks % 3]
        foreign = self.foreign(login)
        found.append((f"other:{login}", law.View(nothing=True), foreign.context(), foreign))
        return [*found, ("anonymous", law.View(nothing=True), NOBODY, None)]

    def foreign(self, login: str) -> Worker:
        """A worker of the other municipality."""
        if login not in self.strangers:
            with self.other.acting(login) as worker:
                self.strangers[login] = worker
        return self.strangers[login]

    def disagreements(self) -> list[str]:
        """One line for each persona, kind of row and way that differs."""
        everybody = self.personas()
        every = self.looks % 5 == 0 or self.last
        facts = self.eyes.facts()
        for key in self.elsewhere:
            for kind in facts.values():
                kind.pop(key, None)
        second = self.eyes.second_wall([context for _, _, context, _ in everybody], every)
        first = self.eyes.first_wall([worker for *_, worker in everybody])
        told = []
        for (name, view, _, _), by_database, by_orm in zip(everybody, second, first, strict=True):
            should = expected(self.law, view, facts)
            for kind, shown in by_database.items():
                told += _differ(name, kind, "row-level security", shown - self._own(name), should[kind])
            for kind, shown in by_orm.items():
                told += _differ(name, kind, "visible_to", shown - self._own(name), should[kind])
        return told

    def _own(self, name: str) -> frozenset[str]:
        """Rows of the other municipality, which its own workers may see."""
        return self.elsewhere if name.startswith("other:") else frozenset()


def _differ(name: str, kind: str, way: str, shown: set[str], should: set[str]) -> list[str]:
    if shown == should:
        return []
    more, less = len(shown - should), len(should - shown)
    return [f"{name}: {way} shows {more} {kind} too many and {less} too few"]


DEEDS = {name: one for name, one in vars(Relay).items() if hasattr(one, "drawn")}

__all__ = ["DEEDS", "DONE", "Disagreement", "Relay"]
