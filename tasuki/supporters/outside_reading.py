"""What a supporter sees by her own link (本人専用のページ): only what she told herself and the visits asked of her."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.tenancy.models import Area

from . import rules
from .enums import ANSWERS, ConcernStatus, Found, TurnStatus, Worry
from .models import Concern, Supporter, TurnPerson, VisitTurn

RING = [
    ("110", "事件・事故・暴力のとき", "警察"),
    ("119", "火事・けが・急病のとき", "消防・救急"),
    ("189", "子どもの虐待かもしれないとき", "児童相談所"),
]
HINTS = {
    Worry.LITTLE: "すぐにではないけれど、知っておいてほしい",
    Worry.SOON: "数日のうちに、だれかに見てほしい",
    Worry.NOW: "命や体があぶない。まず 110・119・189 に電話してください",
}
MOST = 20


@dataclass(frozen=True)
class Told:
    """One thing she told, and the word back."""

    number: str
    at: datetime
    kind: str
    answer: str
    answer_at: datetime | None
    done: bool


@dataclass(frozen=True)
class Turn:
    """One visit asked of her; the person only after she has accepted."""

    pk: UUID
    at: datetime
    minutes: int
    area: str
    called: str
    meeting: str
    status: str
    label: str
    may_accept: bool
    may_decline: bool
    may_report: bool


@dataclass(frozen=True)
class OutsideHome:
    """The first page of her link."""

    name: str
    badges: list[str]
    concerns: list[Told]
    turns: list[Turn]
    phone: str
    phone_hours: str


@dataclass(frozen=True)
class ConcernAsked:
    """What the form offers."""

    kinds: list[tuple[str, str]]
    worries: list[tuple[str, str, str]]
    areas: list[tuple[str, str]]
    ring: list[tuple[str, str, str]] = field(default_factory=lambda: list(RING))
    phone: str = ""
    phone_hours: str = ""


def concern_form() -> ConcernAsked:
    """Kinds, worries, areas, and whom to ring first."""
    limits = rules.help_settings()
    return ConcernAsked(
        kinds=lookup.choices("concern_kind"),
        worries=[(worry.value, str(worry.label), HINTS[worry]) for worry in Worry],
        areas=[(str(area.pk), area.name) for area in Area.objects.all()],
        phone=limits.phone,
        phone_hours=limits.phone_hours,
    )


def home(supporter: Supporter) -> OutsideHome:
    """Her name, her badges, what she told, what is asked of her."""
    limits, today = rules.help_settings(), clock.today()
    badges = [one.badge for one in supporter.badges.all() if one.worn]
    return OutsideHome(
        supporter.name, lookup.labels("supporter_badge", badges), told_by(supporter), turns_of(supporter, today),
        limits.phone, limits.phone_hours,
    )  # fmt: skip


def told_by(supporter: Supporter) -> list[Told]:
    """The newest first, each with one of the fixed words: never about the person."""
    rows = list(Concern.objects.filter(supporter=supporter).prefetch_related("answers")[:MOST])
    return [
        Told(
            row.number, row.at, lookup.label("concern_kind", row.kind), answer_words(row.status),
            max((answer.at for answer in row.answers.all()), default=None), row.status == ConcernStatus.DONE,
        )
        for row in rows
    ]  # fmt: skip


def answer_words(status: str) -> str:
    """What the supporter reads of the state."""
    return ANSWERS.get(ConcernStatus(status), "届きました。窓口がこれから確かめます。")


def turns_of(supporter: Supporter, today: date) -> list[Turn]:
    """Visits to come, and those of the last weeks that wait for a word."""
    open_ = (TurnStatus.ASKED, TurnStatus.ACCEPTED)
    rows = list(VisitTurn.objects.filter(supporter=supporter, status__in=open_).select_related("area")[:MOST])
    accepted = [row.pk for row in rows if row.status == TurnStatus.ACCEPTED]
    persons = {one.turn_id: one for one in TurnPerson.objects.filter(turn__in=accepted)}
    return [
        Turn(
            row.pk, row.at, row.minutes, str(row.area or ""),
            persons[row.pk].called if row.pk in persons else "", persons[row.pk].meeting if row.pk in persons else "",
            row.status, row.get_status_display(), bool(rules.may_accept_turn(row)), bool(rules.may_decline_turn(row)),
            bool(rules.may_report_turn(row)),
        )
        for row in rows
    ]  # fmt: skip


FOUND = [(found.value, str(found.label)) for found in Found]
