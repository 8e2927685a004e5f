"""Writing of 参加支援: the sheet, the choice, the asking without a name, the steps, the follow-ups, the end."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import note_event, update_versioned
from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case
from tasuki.codes.sheet_answers import copied, given_again
from tasuki.community.models import DevelopmentProject, Place
from tasuki.community.projects import add_wish, open_project
from tasuki.people.models import Person
from tasuki.plans.models import Plan
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .enums import RECEIVED, Answer, AskHow, EndReason, FollowHow, Going, MatchStatus, PartIn, SheetStatus, Side
from .matching import SHIPPED
from .models import Ask, FollowUp, Match, MatchingRule, MatchStep, ParticipationSheet, Receiving, UnmetWish
from .register import judged

WORDS = ("wishes", "strengths", "hard", "goals", "care")
CONDITIONS = (
    "functions", "groups", "kinds", "weekdays", "parts", "times_note", "area", "town", "start_place", "walk_minutes", "people",
    "quiet", "cost_yen", "escort", "needs", "languages", "part_in", "apart",
)  # fmt: skip
COLUMNS = (*WORDS, *CONDITIONS, "plan")
SOON, LATER = timedelta(days=14), timedelta(days=30)
# What day a step is written on.
DAYS = {
    MatchStatus.AGREED: "agreed_on", MatchStatus.VISIT: "visited_on", MatchStatus.TRIAL: "tried_on",
    MatchStatus.SETTLED: "settled_on", MatchStatus.STEADY: "steady_on",
}  # fmt: skip


@transaction.atomic
def begin_sheet(*, case: Case, person: Person, by: Worker, plan: Plan | None = None) -> ParticipationSheet:
    """A new draft (参加支援アセスメント), copied from the person's last fixed one so that only what changed is written."""
    Case.objects.select_for_update().filter(pk=case.pk).first()
    require(rules.may_begin_sheet(case, by, person))
    require(refuse_unless(case.members.filter(person=person.pk).exists(), "この世帯の人を選んでください。"))
    mine = ParticipationSheet.objects.filter(case=case, person=person)
    number = mine.aggregate(last=Max("number"))["last"] or 0
    last = mine.filter(status=SheetStatus.FIXED).order_by("-number").first()
    begun = {name: getattr(last, name) for name in (*WORDS, *CONDITIONS)} if last else {"area_id": case.area_id}
    plan = plan or Plan.objects.visible_to(by).filter(case=case, uses_participation=True).order_by("-number").first()
    sheet = ParticipationSheet.objects.create(
        case=case, person=person, number=number + 1, made_on=clock.today(), made_by_id=by.pk, agency_id=by.agency_id,
        replaces=last, plan=plan, **begun, **copied("participation", last, clock.today()),
    )  # fmt: skip
    record(Act.CHANGE, "参加支援アセスメントを始めた", by=by, case=case.pk, objects=[sheet.pk, person.pk])
    return sheet


@transaction.atomic
def fill_sheet(
    *,
    sheet: ParticipationSheet,
    by: Worker,
    version: int | None = None,
    answers: Mapping[str, Any] | None = None,
    **columns: Any,
) -> ParticipationSheet:
    """Write the draft; what is not given stays as it is."""
    require(rules.may_fill_sheet(sheet, by))
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise TypeError(f"no such column of the sheet: {unknown[0]}")
    if answers is not None:
        columns |= given_again("participation", sheet, answers, sheet.made_on)
    update_versioned(sheet, version, columns)
    record(Act.CHANGE, "参加支援アセスメントを書いた", by=by, case=sheet.case_id, objects=[sheet.pk])
    return sheet


@transaction.atomic
def fix_sheet(*, sheet: ParticipationSheet, by: Worker) -> ParticipationSheet:
    """The draft becomes a version that never changes (確定)."""
    require(rules.may_fix_sheet(sheet, by))
    update_versioned(sheet, None, {"status": SheetStatus.FIXED, "fixed_on": clock.today()})
    text = f"第{sheet.number}回{'：' + sheet.wishes[:80] if sheet.wishes else ''}"
    _tell(sheet, EventKind.PARTICIPATION_SHEET, by, text)
    record(Act.CHANGE, "参加支援アセスメントを確定した", by=by, case=sheet.case_id, objects=[sheet.pk])
    return sheet


@transaction.atomic
def pick_place(*, sheet: ParticipationSheet, place: Place, by: Worker, why: str = "") -> Match:
    """A place is chosen as a candidate (候補にする); reasons and misses stay as they were on that day."""
    require(rules.may_pick_place(sheet, by, place))
    found = judged(sheet, place, by)
    match = Match.objects.create(
        case_id=sheet.case_id, person_id=sheet.person_id, sheet=sheet, place=place, part_in=sheet.part_in,
        agency_id=by.agency_id, worker_id=by.pk, fits=_short(found.reasons),
        lacks=_short(found.ruled_out + found.misses + [f"{what}は未確認" for what in found.to_ask]), why=why[:200], picked_on=clock.today(),
        next_worker_id=by.pk,
    )  # fmt: skip
    _keep_step(match, by, clock.today(), why)
    _tell(match, EventKind.MATCH_STEP, by, f"「{place.name}」を候補にした。{found.words}")
    record(Act.CHANGE, "参加先の候補を選んだ", by=by, case=match.case_id, objects=[match.pk, place.pk])
    return match


def _short(words: Iterable[str]) -> list[str]:
    return [word[:40] for word in words]


@transaction.atomic
def ask_place(*, match: Match, by: Worker, told: str, how: str = AskHow.PHONE, on: date | None = None) -> Ask:
    """The place is asked without the person's name (名前を伝えずに聞く); what was told is kept as it was said."""
    require(rules.may_ask_place(match, by) & rules.unnamed(told, names_of(match.case_id, by)))
    made = Ask.objects.create(
        case_id=match.case_id, match=match, told=told, how=how, asked_on=on or clock.today(), by_id=by.pk
    )
    _move(match, by, MatchStatus.ASKING, made.asked_on, "")
    _tell(
        match,
        EventKind.MATCH_STEP,
        by,
        f"「{match.place.name}」に、名前を伝えずに受け入れを聞いた（{made.get_how_display()}）",
    )
    record(Act.CHANGE, "受入先に聞いた", by=by, case=match.case_id, objects=[match.pk, made.pk])
    return made


def names_of(case: UUID, by: Worker) -> list[str]:
    """Names of the household that the asker knows: none of them may stand in what is told."""
    members = Person.objects.visible_to(by).filter(cases__case=case)
    parts = members.values_list("family_name", "given_name", "common_name", "family_kana", "given_kana")
    return [name for row in parts for name in row if name]


@transaction.atomic
def answer_ask(*, ask: Ask, by: Worker, answer: str, conditions: str = "", answered_by: str = "",
               on: date | None = None, **terms: Any) -> Ask:  # fmt: skip
    """What the place said; its capacity and needs go to its own terms (受け入れの条件)."""
    require(rules.may_answer_ask(ask, by))
    ask.answer, ask.conditions, ask.answered_by = answer, conditions, answered_by
    ask.answered_on = on or clock.today()
    ask.save(update_fields=["answer", "conditions", "answered_by", "answered_on"])
    match, said = ask.match, ask.get_answer_display()
    yes = answer != Answer.NO
    if terms or yes:
        began = _note_terms(match.place, by, terms, ask.answered_on if yes else None)
        match.new_partner = began
    text = f"「{match.place.name}」の返事：{said}{'。' + conditions if conditions else ''}"
    if yes:
        _move(match, by, MatchStatus.AGREED, ask.answered_on, said, new_partner=match.new_partner)
    else:
        reason = EndReason.PLACE_REFUSED
        _move(match, by, MatchStatus.ENDED, ask.answered_on, said, ended_on=ask.answered_on, end_reason=reason)
    _tell(match, EventKind.MATCH_STEP, by, text)
    record(Act.CHANGE, "受入先の返事を記録した", by=by, case=match.case_id, objects=[match.pk, ask.pk])
    return ask


@transaction.atomic
def advance_match(*, match: Match, status: str, by: Worker, on: date | None = None, note: str = "",
                  told_on: date | None = None, person_next_on: date | None = None,
                  place_next_on: date | None = None, next_worker: Worker | None = None) -> Match:  # fmt: skip
    """Visit, trial, settled, steady (見学・体験・通う・定着); before the first meeting the person agrees to be named."""
    require(rules.may_advance_match(match, by, status))
    agreed = match.told_on or told_on
    require(refuse_unless(agreed, "会う前に、名前を伝えてよいかを本人にたずね、その日を書いてください。"))
    day, before = on or clock.today(), match.get_status_display()
    ahead = _ahead(status, day, person_next_on, place_next_on)
    goes = {"next_worker": next_worker or by, "told_on": agreed}
    _move(match, by, status, day, note, **goes, **ahead)
    text = f"「{match.place.name}」{before} → {match.get_status_display()}{'：' + note if note else ''}"
    _tell(match, EventKind.MATCH_STEP, by, text)
    record(Act.CHANGE, "参加先とのつながりを進めた", by=by, case=match.case_id, objects=[match.pk])
    return match


def _ahead(status: str, day: date, person_on: date | None, place_on: date | None) -> dict[str, date | None]:
    """Until it is steady there is always a next day for both sides (定着するまで、双方に次の日がある)."""
    if status == MatchStatus.STEADY:
        return {"person_next_on": person_on, "place_next_on": place_on}
    later = SOON if status in (MatchStatus.VISIT, MatchStatus.TRIAL) else LATER
    return {"person_next_on": person_on or day + later, "place_next_on": place_on or day + later}


@transaction.atomic
def change_role(*, match: Match, part_in: str, by: Worker, on: date | None = None, note: str = "") -> Match:
    """From user to helper to organiser (かかわり方が変わる), with its day."""
    require(rules.may_change_role(match, by, part_in))
    before, day = match.get_part_in_display(), on or clock.today()
    update_versioned(match, None, {"part_in": part_in})
    _keep_step(match, by, day, note)
    text = f"「{match.place.name}」{before} → {PartIn(part_in).label}{'：' + note if note else ''}"
    _tell(match, EventKind.MATCH_STEP, by, text)
    record(Act.CHANGE, "参加先でのかかわり方を変えた", by=by, case=match.case_id, objects=[match.pk])
    return match


@transaction.atomic
def follow_up_match(*, match: Match, side: str, by: Worker, how: str, going: str = "", words: str = "",
                    helped: str = "", minutes: int | None = None, on: date | None = None,
                    next_on: date | None = None, next_worker: Worker | None = None) -> FollowUp:  # fmt: skip
    """How it goes, asked of the person or of the place (定着支援・受入先支援); the next day is always set until steady."""
    require(rules.may_follow_up_match(match, by))
    require(refuse_unless(going or how == FollowHow.MISSED, "ようすを選んでください。"))
    day = on or clock.today()
    made = FollowUp.objects.create(
        case_id=match.case_id, match=match, side=side, on=day, how=how, going=going, words=words, helped=helped,
        minutes=minutes, by_id=by.pk,
    )  # fmt: skip
    soon = going in (Going.STOPPED, Going.WORRY) or how == FollowHow.MISSED
    ahead = next_on or (None if match.status == MatchStatus.STEADY and not soon else day + (SOON if soon else LATER))
    column = "person_next_on" if side == Side.PERSON else "place_next_on"
    update_versioned(match, None, {column: ahead, "next_worker": next_worker or match.next_worker or by})
    _tell(match, EventKind.MATCH_FOLLOWED, by, _followed(match, made))
    record(Act.CHANGE, "参加先のその後を確かめた", by=by, case=match.case_id, objects=[match.pk, made.pk])
    return made


def _followed(match: Match, made: FollowUp) -> str:
    how = made.get_going_display() if made.going else made.get_how_display()
    text = f"「{match.place.name}」{made.get_side_display()}に聞いた：{how}"
    return "。".join(part for part in (text, made.words, made.helped) if part)


@transaction.atomic
def end_match(*, match: Match, by: Worker, reason: str, note: str = "", on: date | None = None) -> Match:
    """It is over (おわる), with why; what was stays."""
    require(rules.may_end_match(match, by))
    day = on or clock.today()
    _move(match, by, MatchStatus.ENDED, day, note, ended_on=day, end_reason=reason, end_note=note,
          person_next_on=None, place_next_on=None)  # fmt: skip
    text = f"「{match.place.name}」{match.get_end_reason_display()}{'：' + note if note else ''}"
    _tell(match, EventKind.MATCH_ENDED, by, text)
    record(Act.CHANGE, "参加先とのつながりをおえた", by=by, case=match.case_id, objects=[match.pk], reason=reason)
    return match


@transaction.atomic
def declare_no_match(*, sheet: ParticipationSheet, by: Worker, wanted: str, title: str = "",
                     project: DevelopmentProject | None = None) -> UnmetWish:  # fmt: skip
    """No place fits: the wish goes to a development (資源開発), new or under way, in words; the person stays here."""
    require(rules.may_declare_no_match(sheet, by))
    require(rules.unnamed(f"{title}\n{wanted}", names_of(sheet.case_id, by)))
    if project is None:
        project = open_project(by=by, title=title, wanted=wanted, area=sheet.area, wishes=[wanted[:200]])
    else:
        add_wish(project=project, by=by, words=wanted[:200])
    made = UnmetWish.objects.create(
        case_id=sheet.case_id, person_id=sheet.person_id, sheet=sheet, project=project, wanted=wanted[:200],
        on=clock.today(), by_id=by.pk,
    )  # fmt: skip
    _tell(sheet, EventKind.UNMET_WISH, by, f"合う場がなく、資源開発「{project.title}」に希望を出した")
    record(Act.CHANGE, "合う場がない希望を資源開発にした", by=by, case=sheet.case_id, objects=[made.pk, project.pk])
    return made


@transaction.atomic
def note_receiving(*, place: Place, by: Worker, on: date | None = None, **terms: Any) -> Receiving:
    """On what terms the place receives people (受け入れの条件), as it was told."""
    require(rules.may_note_receiving(place, by))
    _note_terms(place, by, terms, None, on)
    record(Act.CHANGE, "受け入れの条件を書いた", by=by, objects=[place.pk])
    return Receiving.objects.get(place=place)


def _note_terms(
    place: Place, by: Worker, terms: Mapping[str, Any], began_on: date | None, on: date | None = None
) -> bool:
    """Kept for the place; True when this is its first co-operation (協力事業者・新規)."""
    kept = Receiving.objects.select_for_update().filter(place=place).first() or Receiving(place=place)
    first = began_on is not None and kept.partner_since is None
    for name, value in terms.items():
        setattr(kept, name, value)
    kept.partner_since = began_on if first else kept.partner_since
    if terms:
        kept.known_on, kept.known_by_id = on or clock.today(), by.pk
    kept.version += 1
    kept.save()
    return first


@transaction.atomic
def change_matching(*, by: Worker, weights: Mapping[str, tuple[int, bool]]) -> None:
    """How much each rule counts here, and which of them rule a place out (マッチングの決まり)."""
    require(rules.may_change_matching(by))
    told = []
    for key, (weight, hard) in weights.items():
        rule, kept = SHIPPED[key], MatchingRule.objects.filter(key=key).first()
        before = (kept.weight, kept.hard) if kept else (rule.weight, rule.hard)
        if before == (weight, hard):
            continue
        values = {"weight": weight, "hard": hard, "changed_on": clock.today(), "changed_by_id": by.pk}
        MatchingRule.objects.update_or_create(key=key, defaults=values)
        told.append(f"{rule.label}: {before[0]} → {weight}{'（外す）' if hard else ''}")
    record(Act.CHANGE, "マッチングの決まりを変えた", by=by, reason="、".join(told))


def _move(match: Match, by: Worker, status: str, on: date, note: str, **changes: Any) -> None:
    """The step with its day; the place's numbers follow."""
    if status in DAYS and getattr(match, DAYS[MatchStatus(status)]) is None:
        changes[DAYS[MatchStatus(status)]] = on
    update_versioned(match, None, {"status": status, **changes})
    _keep_step(match, by, on, note)
    _recount(match.place)


def _recount(place: Place) -> None:
    """How many go there now, and how many ever did: numbers only, for everybody to read."""
    with on_behalf_of_all():
        here = Match.objects.filter(place=place)
        now = here.filter(status__in=RECEIVED).values("person").distinct().count()
        ever = here.exclude(tried_on=None, settled_on=None).values("person").distinct().count()
    if now or ever:
        Receiving.objects.update_or_create(place=place, defaults={"now_count": now, "ever_count": ever})


def _keep_step(match: Match, by: Worker, on: date, note: str) -> None:
    MatchStep.objects.create(
        case_id=match.case_id,
        match=match,
        status=match.status,
        part_in=match.part_in,
        on=on,
        by_id=by.pk,
        note=note[:200],
    )


def _tell(about: Match | ParticipationSheet, kind: EventKind, by: Worker, text: str) -> None:
    with on_behalf_of_all():
        person, case = about.person, about.case
    note_event(case, kind, by=by, text=text, about=person, link=f"/cases/{about.case_id}/participation/")
