"""ACCESS.md once more, in plain Python: who may see what, told without the product's rules, grants or SQL.

The machine tells it what was done (a sheet was accepted, a consent withdrawn, the clock went on); it answers what each
worker may see now. It shares no code with the product: an error would have to be made twice, in two ways.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

ALL = frozenset({"existence", "identity", "assessment", "record", "packet", "plan"})
KNOWN = frozenset({"existence", "identity"})
# What the items of a consent form mean (「だれに・どの項目を」).
ITEMS = {
    "basic": KNOWN,
    "household": KNOWN,
    "assessment": {"assessment"},
    "progress": {"record"},
    "plan": {"plan"},
    "health": set(),
}
WORKING = {"counsellor", "csw", "coordinator", "section"}
SITTING = WORKING | {"chair"}


@dataclass
class Post:
    """配属: half-open, [since, until)."""

    agency: str
    role: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Somebody:
    """A worker with her posts; gone when deactivated."""

    key: str
    posts: list[Post]
    active: bool = True
    elsewhere: bool = False  # works for another municipality

    def post(self, day: date) -> Post | None:
        """The post she sits in: the oldest one in force; none when she may not sign in."""
        held = sorted((post for post in self.posts if post.holds(day)), key=lambda post: post.since)
        return held[0] if held and self.active and not self.elsewhere else None


@dataclass
class Case:
    """A case: its owner, its members, closed or not."""

    owner: str
    members: set[str]
    worker: str
    closed: bool = False


@dataclass
class Opening:
    """Something that opens a case to an agency or to one worker, while it lives."""

    kind: str
    case: str
    parts: frozenset[str]
    agency: str = ""
    worker: str = ""
    held_at: str = ""  # the agency at which the worker took it
    persons: frozenset[str] | None = None  # None: the whole household
    until: datetime | None = None
    rests_on: str = ""  # the consent, sheet or plan; its end ends this
    plan: str = ""
    over: bool = False

    def lives(self, now: datetime) -> bool:
        return not self.over and (self.until is None or now < self.until)


@dataclass
class Sheet:
    """つなぐシート."""

    case: str | None
    sender: str
    persons: frozenset[str]
    consented: bool
    purpose: str


@dataclass
class Target:
    """One receiver of a sheet, and how it stands."""

    sheet: str
    sender: str
    receiver: str
    state: str = "sent"
    worker: str = ""

    @property
    def readable(self) -> bool:
        return self.state in ("sent", "accepted", "back")


@dataclass
class Call:
    """Called to an item: an agency, or one of its workers."""

    item: str
    agency: str
    worker: str = ""
    sworn: set[str] = field(default_factory=set)
    until: datetime | None = None


@dataclass
class Item:
    """議題."""

    host: str
    submitter: str
    case: str
    state: str = "preparing"


@dataclass
class Consent:
    """本人同意: one person, named agencies, items, a last day."""

    case: str
    person: str
    agencies: frozenset[str]
    items: frozenset[str]
    until: date | None = None
    withdrawn: bool = False
    given: bool = True

    @property
    def parts(self) -> frozenset[str]:
        opened = frozenset().union(*(ITEMS[item] for item in self.items))
        return opened | {"existence"} if opened else opened

    def lives(self, day: date) -> bool:
        return self.given and not self.withdrawn and (self.until is None or day <= self.until)


@dataclass
class Plan:
    """支援プラン with its persons, the consents they rest on, and the agencies with a role."""

    case: str
    persons: dict[str, str]  # person → consent
    roles: frozenset[str]
    last_day: date | None
    state: str = "draft"


@dataclass
class Keeper:
    """A worker named for a person under protection, in the post she had then."""

    person: str
    worker: str
    agency: str
    until: datetime | None = None


@dataclass
class View:
    """What one worker sees of the cases and persons now; rows of every kind follow from it."""

    everything: bool = False
    nothing: bool = False
    oversees: bool = False
    keeps: set[str] = field(default_factory=set)
    agency: str = ""
    worker: str = ""
    seat: str = ""
    whole: dict[str, frozenset[str]] = field(default_factory=dict)
    single: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)

    def case(self, case: str) -> bool:
        return self.everything or case in self.whole or case in self.single

    def part(self, case: str, part: str, about: str | None) -> bool:
        """Whether this part is open: for the household, or for the person whom the row is about."""
        if self.everything or part in self.whole.get(case, ()):
            return True
        return about is not None and part in self.single.get(case, {}).get(about, ())

    def plan(self, case: str, persons: list[str]) -> bool:
        return self.part(case, "plan", None) or any(self.part(case, "plan", person) for person in persons)


class Oracle:
    """The town as the law sees it."""

    def __init__(self, now: datetime, section_sees_all: bool = True) -> None:
        self.now = now
        self.section_sees_all = section_sees_all
        self.sections: set[str] = set()
        self.workers: dict[str, Somebody] = {}
        self.cases: dict[str, Case] = {}
        self.registered: dict[str, set[str]] = {}  # person → agencies that registered her
        self.openings: list[Opening] = []
        self.sheets: dict[str, Sheet] = {}
        self.targets: dict[str, Target] = {}
        self.items: dict[str, Item] = {}
        self.calls: dict[str, Call] = {}
        self.consents: dict[str, Consent] = {}
        self.plans: dict[str, Plan] = {}
        self.consultations: list[tuple[str, str]] = []  # (desk, person)
        self.protected: set[str] = set()
        self.keepers: list[Keeper] = []

    @property
    def today(self) -> date:
        return self.now.date()

    # what happened

    def open(self, kind: str, case: str, parts: frozenset[str], **more) -> None:
        """A ground opens the case."""
        if parts:
            self.openings.append(Opening(kind, case, frozenset(parts), **more))

    def end(self, *, rests_on: str = "", case: str = "", kind: str = "", plan: str = "") -> None:
        """What rested on it is over, from now on."""
        for one in self.openings:
            if (
                (not rests_on or one.rests_on == rests_on)
                and (not case or one.case == case)
                and (not kind or one.kind == kind)
                and (not plan or one.plan == plan)
            ):
                one.over = True

    def agreed(self, key: str, consent: Consent) -> None:
        """A yes opens the person's part to the agencies named, the owner of the case left out: it sees its own."""
        self.consents[key] = consent
        for agency in consent.agencies if consent.given else ():
            if agency != self.cases[consent.case].owner:
                self.open("consent", consent.case, consent.parts, agency=agency, persons=frozenset({consent.person}),
                          until=midnight_after(consent.until), rests_on=key)  # fmt: skip

    def carried_out(self, key: str) -> None:
        """An approved plan opens its persons to the agencies with a role to which that person agreed."""
        plan = self.plans[key]
        for person, rests in plan.persons.items():
            consent = self.consents.get(rests)
            if consent is None or not consent.lives(self.today):
                continue
            parts = KNOWN | {"plan"} | ({"assessment"} if "assessment" in consent.parts or not consent.items else set())
            last = min((day for day in (plan.last_day, consent.until) if day), default=None)
            for agency in (plan.roles & consent.agencies) - {self.cases[plan.case].owner}:
                self.open("plan", plan.case, parts, agency=agency, persons=frozenset({person}),
                          until=midnight_after(last), rests_on=rests, plan=key)  # fmt: skip

    def plan_ended(self, key: str) -> None:
        """What it opened closes; other running plans beside it, or on the same consents, open again what they need."""
        self.end(plan=key)
        ended = self.plans[key]
        for other, plan in self.plans.items():
            shared = set(plan.persons.values()) & set(ended.persons.values())
            if other != key and plan.state in ("approved", "evaluated") and (plan.case == ended.case or shared):
                self.end(plan=other)
                self.carried_out(other)

    def given_to(self, key: str, agency: str, worker: str) -> None:
        """The case belongs to another agency and its worker; the one before forgets the persons that nothing else of its own holds."""
        case = self.cases[key]
        before, case.owner, case.worker = case.owner, agency, worker
        for person in case.members:
            others = any(one.owner == before and person in one.members for one in self.cases.values())
            if not others and (before, person) not in self.consultations and person in self.registered:
                self.registered[person].discard(before)

    def closed(self, case: str) -> None:
        """The end of a case ends what it had opened; accepted sheets and evaluated plans end with it."""
        self.cases[case].closed = True
        for key, plan in self.plans.items():
            if plan.case == case and plan.state == "evaluated":
                plan.state = "ended"
                self.plan_ended(key)
        self.end(case=case)
        for target in self.targets.values():
            if self.sheets[target.sheet].case == case and target.state == "accepted":
                target.state = "ended"

    def release(self, person: str, worker: str = "") -> None:
        """The naming of all, or of one worker, is over."""
        for one in self.keepers:
            if one.person == person and worker in ("", one.worker) and (one.until is None or self.now < one.until):
                one.until = self.now

    def merged(self, keep: str, drop: str) -> None:
        """Two registrations were one person: what was of the one is of the other."""
        self.registered[keep] |= self.registered.pop(drop)
        self._keep_together(keep, drop)

        def renamed(persons: frozenset[str] | set[str]) -> frozenset[str]:
            return frozenset(keep if one == drop else one for one in persons)

        self.consultations = [(desk, keep if one == drop else one) for desk, one in self.consultations]
        for case in self.cases.values():
            case.members = set(renamed(case.members))
        for thing in (*self.openings, *self.sheets.values()):
            thing.persons = None if thing.persons is None else renamed(thing.persons)
        for consent in self.consents.values():
            consent.person = keep if consent.person == drop else consent.person
        for plan in self.plans.values():
            if drop in plan.persons:
                plan.persons.setdefault(keep, plan.persons.pop(drop))

    def _keep_together(self, keep: str, drop: str) -> None:
        """Protection is never lost; where both had it, only those named for both go on."""
        if {keep, drop} <= self.protected:
            named = {one: {(k.worker, k.agency) for k in self.keepers if k.person == one and self._lives(k)}
                     for one in (keep, drop)}  # fmt: skip
            self.keepers = [one for one in self.keepers if one.person not in (keep, drop)]
            self.keepers += [Keeper(keep, *one) for one in named[keep] & named[drop]]
        for keeper in self.keepers:
            keeper.person = keep if keeper.person == drop else keeper.person
        if drop in self.protected:
            self.protected = self.protected - {drop} | {keep}

    def _lives(self, keeper: Keeper) -> bool:
        return keeper.until is None or self.now < keeper.until

    # who may see what

    def view(self, worker: Somebody | None) -> View:
        """Everything one worker may see now."""
        post = worker.post(self.today) if worker else None
        if worker is None or post is None:
            return View(nothing=True)
        view = View(worker=worker.key, seat=post.agency if post.role in SITTING else "")
        view.oversees = post.role == "officer"
        if post.role not in WORKING:
            return view
        view.agency = post.agency
        view.everything = post.role == "section" and post.agency in self.sections and self.section_sees_all
        for key, case in self.cases.items():
            if case.owner == post.agency:
                view.whole[key] = ALL
                view.persons |= case.members
        for one in self.openings:
            if one.lives(self.now) and self._holds(one, worker, post):
                self._add(view, one)
        view.keeps = {one.person for one in self.keepers
                      if one.worker == worker.key and one.agency == post.agency and self._lives(one)}  # fmt: skip
        view.persons |= {person for person, agencies in self.registered.items() if post.agency in agencies}
        return view

    @staticmethod
    def _holds(one: Opening, worker: Somebody, post: Post) -> bool:
        """Held by the agency of her post; or by herself, in the post in which she took it."""
        if one.worker:
            return one.worker == worker.key and one.held_at == post.agency
        return one.agency == post.agency

    def _add(self, view: View, one: Opening) -> None:
        if one.persons is None:
            view.whole[one.case] = view.whole.get(one.case, frozenset()) | one.parts
            view.persons |= self.cases[one.case].members if "identity" in one.parts else set()
            return
        mine = view.single.setdefault(one.case, {})
        for person in one.persons:
            mine[person] = mine.get(person, frozenset()) | one.parts
        view.persons |= one.persons if "identity" in one.parts else set()

    def reads_item(self, view: View, item: str) -> bool:
        """Host and submitter; those called who accepted the duty of secrecy, until the papers are collected."""
        if view.everything:
            return True
        facts = self.items[item]
        if view.seat and view.seat in (facts.host, facts.submitter):
            return True
        return any(
            view.worker in call.sworn and (call.until is None or self.now < call.until) and self._calls(call, view)
            for call in self.calls.values()
            if call.item == item
        )

    def _calls(self, call: Call, view: View) -> bool:
        """An agency is called as a whole, or one worker of it by name."""
        if call.worker:
            return call.worker == view.worker and bool(view.seat)
        return bool(view.seat) and call.agency == view.seat

    def reads_sheet(self, view: View, sheet: str) -> bool:
        """The sender; the receiver while the sheet is open to it."""
        if view.everything or (view.agency and self.sheets[sheet].sender == view.agency):
            return True
        mine = [one for one in self.targets.values() if one.sheet == sheet and one.receiver == view.agency]
        return bool(view.agency) and any(target.readable for target in mine)


def midnight_after(day: date | None) -> datetime | None:
    """Valid to the end of the day: over at the midnight that follows."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)


ZONE = None  # set by the machine to the zone of Japan; the oracle itself knows no time zones


def set_zone(zone) -> None:
    """Days end at midnight in this zone."""
    global ZONE
    ZONE = zone
