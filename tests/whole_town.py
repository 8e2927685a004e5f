"""A town in which every kind of page has something to show, and every word of the case can be recognised (金糸雀)."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tasuki.assessments.actions import begin_assessment, fill_assessment, fix_assessment
from tasuki.audit.models import Change, Entry
from tasuki.casefile import disclosing, telling
from tasuki.casefile.shared_with import shared_with
from tasuki.cases import emergency
from tasuki.cases.access import open_case as find_case
from tasuki.cases.actions import Member, open_case
from tasuki.cases.consenting import take_consent
from tasuki.cases.recording import attach, write_record
from tasuki.community import gatherings, issues, projects
from tasuki.community.actions import register_place
from tasuki.intake.actions import take_consultation
from tasuki.intake.models import ResidentMessage
from tasuki.jobs import actions as ending_actions
from tasuki.jobs import models as ending_models
from tasuki.meetings import actions as meetings
from tasuki.outreach.actions import begin_approach, visit
from tasuki.participation import actions as participation
from tasuki.people import actions as people
from tasuki.people import merging
from tasuki.plans import actions as plans
from tasuki.portal import actions as portal
from tasuki.referrals.actions import send_referral
from tasuki.shared import clock
from tasuki.staff.actions import keep_draft
from tasuki.staff.devices import ask_for_device
from tasuki.staff.factors import add_factor
from tasuki.staff.machines import Machine
from tasuki.staff.sessions import begin

from .whole_care import care
from .whole_carry import carried
from .whole_groups import groups
from .whole_hands import hands
from .whole_ledgers import ledgers
from .whole_paper import PAPER_KEYS, papers
from .whole_pictures import pictures
from .whole_sheets import ADDED, SHEET_WORDS, sheets
from .whole_supporters import supporters
from .whole_tablet import tablet

CANARIES = ("金糸雀", "カナリヤ", "かなりや")

# What of a case a key in an address leads to, by the address it stands in; the first that fits.
KEYS = [
    *PAPER_KEYS, ("settings/sheets/draft/", "sheet_draft"),
    ("carry/profiles/", "carry_profile"), ("carry/", "carry"), ("messages/", "message"), ("settings/portal/desks/", "public_desk"), ("settings/portal/numbers/", "urgent_number"),
    ("emergency/", "emergency"), ("people/merges/", "merge"), ("households/merges/", "home_merge"),
    ("retention/lists/", "ending"), ("retention/lines/", "ending_line"), ("retention/holds/", "hold"),
    ("retention/destroyed/", "ended"), ("jobs/", "job"), ("audit/entries/", "entry"), ("audit/changes/", "change"),
    ("participation/sheets/", "participation_sheet"), ("participation/matches/", "match"),
    ("participation/places/", "place"), ("consultations/", "consultation"), ("people/", "mother"), ("households/", "household"),
    ("assessments/", "assessment"), ("outreach/", "approach"), ("referrals/", "referral"),
    ("cases/", "case"), ("issues/", "issue"), ("gatherings/", "gathering"), ("projects/", "project"),
    ("places/", "place"), ("concerns/", "concern"), ("supporters/", "supporter"), ("courses/", "course"),
    ("settings/routes/", "route"), ("settings/points/", "point_rule"), ("points/activities/", "activity"),
    ("points/entries/", "point_entry"), ("neighbourly/", "help_request"), ("food/moves/", "food_move"), ("food/donors/", "food_donor"),
    ("groups/", "group"), ("group-places/", "place_use"), ("group-members/", "group_member"), ("sessions/", "held"),
    ("bookings/", "booking"), ("schemes/", "scheme"), ("place-checks/", "place_check"), ("suggestions/", "suggestion"),
    ("settings/agencies/", "agency"), ("settings/code/", "code"), ("settings/workers/", "worker"),
    ("settings/posts/", "post"), ("settings/machines/", "machine"), ("me/account/factors/", "factor"),
    ("me/account/sessions/", "session"),
]  # fmt: skip
NAMED = {"person": "mother", "line": "plan_person", "role": "plan_role", "about": "case"}
# Addresses whose things everybody who works for the town may see.
MUNICIPAL = {
    "group", "place_use", "held", "booking", "place_check", "suggestion", "food_move", "food_donor", "point_rule",
    "rule", "course", "course_day", "route", "issue", "gathering", "project", "partner", "step", "machine", "factor",
    "session", "place", "agency", "code", "worker", "post", "body", "sitting", "public_desk", "urgent_number",
    "own_form", "kit_key", "sheet_draft", "scheme",
}  # fmt: skip
PLAIN = {
    **SHEET_WORDS,
    "page": "1",
    "language": "vi",
    "subject": "welcome",
    "name": "urgency",
    "slug": "yearly",
    "year": "2026",
    "indicator": "consultations",
    "kind": "record",
    "act": "accept",
    "record_class": "case",
    "form": "facilities.csv",
    "empty_sheet": "intake",
    "list_kind": "cases",
    "program": "xlsx",
}

ASKED = {"assessments:compare": "?a=1&b=2"}


@dataclass
class Page:
    """One address of the house, filled in from the town."""

    name: str
    address: str
    of_a_case: bool
    door: bool
    missing: str = ""


def whole_town(town) -> dict[str, Any]:
    """The things that addresses lead to, made through the actions of their rooms."""
    made: dict[str, Any] = sheets(town)
    with town.acting("sakura") as by:
        made["consultation"] = take_consultation(
            by=by, at=clock.now(), route="phone_self", words="カナリヤの声がしない", **ADDED
        )
        mother = people.register_person(by=by, family_name="金糸雀", given_name="うめ", family_kana="カナリヤ")
        son = people.register_person(by=by, family_name="金糸雀", given_name="一郎", note="かなりやに似た声")
        made["contact"] = people.add_contact(person=mother, by=by, kind="mobile", value="090-0000-0000", note="金糸雀")
        home = people.start_household(by=by, town=town.towns[0], address="金糸雀荘1")
        made["membership"] = people.join_household(household=home, person=mother, by=by, head=True)
        people.join_household(household=home, person=son, by=by)
        made["relation"] = people.relate(first=mother, second=son, kind="parent", by=by)
        made |= {"mother": mother, "son": son, "household": home}
        members = [Member(mother, index_person=True), Member(son)]
        case = open_case(by=by, label="金糸雀荘の母と長男", members=members, household=home)
        made["case"] = case
        made["record"] = write_record(case=case, by=by, at=clock.now(), method="visit", text="金糸雀が鳴いた")
        made["attachment"] = attach(record=made["record"], by=by, name="カナリヤ.txt", content="かなりや".encode())
        made["approach"] = begin_approach(case=case, by=by, person=son, ground="own_duty", ground_note="金糸雀",
                                          next_on=clock.today(), next_worker=by)  # fmt: skip
        visit(approach=made["approach"], by=by, at=clock.now(), met="unmet", text="カナリヤの籠だけが見えた")
        sheet = begin_assessment(case=case, by=by)
        fill_assessment(assessment=sheet, by=by, wishes="金糸雀と暮らしたい")
        made["assessment"] = fix_assessment(assessment=sheet, by=by)
        begin_assessment(case=case, by=by)  # the next one, a draft
        keep_draft(by=by, kind="record", about=case.pk, fields={"text": ["金糸雀の下書き"]})
    _agreed_and_met(town, made)
    _watched(town, made)
    _told_to_the_person(town, made)
    _somewhere_to_go(town, made)
    made |= _from_residents(town)
    made |= care(town, made) | carried(town)
    made |= hands(town, made) | pictures(town, made)
    made |= tablet(town, made)
    return (
        made
        | (helping := supporters(town))
        | ledgers(town, made, helping)
        | groups(town)
        | papers(town)
        | _of_the_town(town)
        | _account(town)
        | _at_its_end(town, made)
        | _on_record(town, made)
    )


def _from_residents(town) -> dict[str, Any]:
    """What a resident wrote at the desk, as the portal's process does, and what she was shown."""
    with town.acting("suzuki") as by, connection.cursor() as cursor:
        desk = portal.show_desk(by=by, agency=town.agencies["sogo"], troubles=["money"])
        number = portal.add_urgent_number(by=by, number="000-1111", words="夜間")
        cursor.execute(
            "select outside.write_message(%s, %s, '100-001', 'x', 'ja', 'money', null, 'カナリヤが鳴きません', '', '', %s, %s, '')",
            [town.key, uuid4(), town.agencies["sogo"].pk, clock.today()],
        )
        return {"message": ResidentMessage.objects.get(number="100-001"), "public_desk": desk, "urgent_number": number}


def _on_record(town, made: dict[str, Any]) -> dict[str, Any]:
    """What the record keeps of the case: a deed, and a row that changed."""
    with town.acting("sakura"):
        kept = {"case_id": made["case"].pk}
        return {
            "entry": Entry.objects.filter(**kept).first(),
            "change": Change.objects.filter(act="update", **kept).first(),
        }


def _at_its_end(town, made: dict[str, Any]) -> dict[str, Any]:
    """A list of records to go, one held back, one destruction long ago, a job."""
    with town.acting("suzuki") as by:
        ending = ending_models.DestructionList.objects.create(
            number="廃R8-0001", as_of=clock.today(), agency=by.agency, made_at=clock.now()
        )
        line = ending_models.DestructionLine.objects.create(
            list=ending, record_class="case", target=made["case"].pk, number=made["case"].number,
            ended_on=clock.today(), due_on=clock.today(),
        )  # fmt: skip
        ended = ending_models.DestructionRecord.objects.create(
            number="廃R7-0001", as_of=clock.today(), at=clock.now(), agency=by.agency, proposed_by="鈴木 一",
            approved_by="守田 ひろ", targets=0, rows=0,
        )  # fmt: skip
        hold = ending_actions.hold_case(by=by, case=made["case"], reason="金糸雀の訴訟")
        job = ending_actions.ask_job(by=by, kind="retention_list")
    return {"ending": ending, "ending_line": line, "ended": ended, "hold": hold, "job": job}


def _watched(town, made: dict[str, Any]) -> None:
    """Registered twice and made one, under protection, opened because of danger."""
    with town.acting("sakura") as by:
        twin = people.register_person(by=by, family_name="金糸雀", given_name="一郎")
        made["merge"] = merging.merge_persons(keep=made["son"], drop=twin, by=by)
        made["other"], made["home"] = (
            made["son"],
            people.start_household(by=by, town=town.towns[0], address="金糸雀荘2"),
        )
        again = people.start_household(by=by, town=town.towns[0], address="金糸雀荘2")
        made["home_merge"] = merging.merge_households(keep=made["home"], drop=again, by=by)
        ward = people.register_person(by=by, family_name="金糸雀", given_name="はな")
        people.protect_person(person=ward, by=by, note="金糸雀の措置", until=clock.today())
        made["keeper"] = ward.keepers.get()
    with town.acting("nao") as nao:
        made["emergency"] = emergency.open_in_emergency(
            by=nao,
            kind="life",
            number=made["case"].number,
            reason="隣の家から夜中に大きな物音がして、返事がありません。",
        )


def _told_to_the_person(town, made: dict[str, Any]) -> None:
    """A passage held back, the letter given, a request to see the records prepared."""
    with town.acting("sakura") as by:
        held = write_record(case=made["case"], by=by, at=clock.now(), method="phone", text="［第三者］金糸雀の話［／］")
        made["restriction"] = held.restricted_notes.get()
        case, mother = find_case(by, made["case"].pk), made["mother"]
        for line in shared_with(case, mother, by).undecided:
            telling.decide_line(case=case, person=mother, line=line.key, told=True, by=by)
        made["paper"] = telling.give_letter(case=case, person=mother, by=by, how="in_person")
        made["disclosure"] = disclosing.begin_disclosure(case=case, person=mother, by=by, asked_on=clock.today())
        made["piece"] = made["disclosure"].pieces.first()
        made["enclosure"] = made["disclosure"].enclosures.first()
        made["masking"] = disclosing.add_masking(piece=made["piece"], by=by, whole=True, reason="work")[0]


def _somewhere_to_go(town, made: dict[str, Any]) -> None:
    """A sheet of 参加支援, a place chosen and asked; its answer is waited for."""
    with town.acting("nao") as nao:
        place = register_place(by=nao, name="鳥のいる縁側")
    with town.acting("sakura") as by:
        sheet = participation.begin_sheet(case=made["case"], person=made["mother"], by=by)
        participation.fill_sheet(sheet=sheet, by=by, wishes="金糸雀の世話をしたい", **ADDED)
        made["participation_sheet"] = participation.fix_sheet(sheet=sheet, by=by)
        made["match"] = participation.pick_place(sheet=sheet, place=place, by=by, why="カナリヤがいる")
        participation.ask_place(match=made["match"], by=by, told="鳥の世話をしたい方がいます。")
        participation.begin_sheet(case=made["case"], person=made["mother"], by=by)  # the next one, a draft


def _agreed_and_met(town, made: dict[str, Any]) -> None:
    case, mother, son = made["case"], made["mother"], made["son"]
    everything = ["basic", "household", "assessment", "progress", "plan"]
    with town.acting("sakura") as by:
        for person in (mother, son):
            made["consent"] = take_consent(
                case=case, person=person, by=by, answer="given", asked_on=clock.today(), method="written",
                items=everything, agencies=[town.agencies["kikan"]], purpose="金糸雀の支援", **ADDED,
            )  # fmt: skip
        roles = [plans.RoleLine(town.agencies["sogo"], "金糸雀の世話", by_date=clock.today())]
        first = plans.draft_plan(case=case, by=by, main_person=mother, goal="金糸雀と暮らす", roles=roles, **ADDED)
        plans.submit_plan(plan=first, by=by)
    with town.acting("suzuki") as by:
        plans.decide_plan(plan=first, by=by, step="decided", result="approved", body_name="会議", on=clock.today())
    with town.acting("sakura") as by:
        first.refresh_from_db()
        made["evaluated"] = first
        plans.evaluate_plan(plan=first, by=by, on=clock.today(), reached="金糸雀が鳴いた", verdict="replan", **ADDED)
        made["plan"] = plans.draft_plan(
            case=case, by=by, main_person=mother, goal="金糸雀と暮らしつづける", roles=roles, replaces=first
        )
        made["plan_role"], made["plan_person"] = made["plan"].roles.first(), made["plan"].persons.first()
        made["referral"] = send_referral(
            by=by, to=[town.agencies["hokatsu"]], wanted="カナリヤを見てほしい", consent="none", case=case,
            persons=[mother], ground_reason="命にかかわる", complaint="金糸雀が鳴かない", **ADDED,
        )  # fmt: skip
        made["target"] = made["referral"].targets.first()
    with town.acting("suzuki") as by:
        made["body"] = meetings.found_body(by=by, key="shien", name="支援会議", legal_types=["support_conference"],
                                           host_agency=town.agencies["fukushi"])  # fmt: skip
        made["sitting"] = meetings.convene(body=made["body"], by=by, at=clock.now(), form="in_person")
    with town.acting("sakura") as by:
        made["item"] = meetings.put_on_agenda(sitting=made["sitting"], by=by, title="金糸雀荘のこと", case=case, **ADDED,
                                              without_consent=True, why_without="金糸雀の命にかかわる")  # fmt: skip
        meetings.freeze(item=made["item"], by=by, papers=[{"heading": "世帯", "text": "金糸雀"}])
    with town.acting("suzuki") as by:
        made["call"] = meetings.call(item=made["item"], agency=town.agencies["hokatsu"], by=by)
    with town.acting("sakura") as by:
        ended = meetings.put_on_agenda(sitting=made["sitting"], by=by, title="金糸雀荘の続き", case=case,
                                       without_consent=True, why_without="金糸雀の命にかかわる")  # fmt: skip
    with town.acting("suzuki") as by:
        duty = meetings.RoleLine(town.agencies["sogo"], "金糸雀の見守り", by_date=clock.today())
        meetings.conclude_item(item=ended, by=by, discussion="金糸雀", decision="金糸雀を見守る", roles=[duty])
        made["duty"] = ended.roles.get()


def _account(town) -> dict[str, Any]:
    """What belongs to a log-in."""
    with town.acting("sakura") as by:
        machine = Machine("192.0.2.1", "Edge／Windows", "mark")
        return {
            "machine": ask_for_device(by=by, name="窓口", digest=machine.digest),
            "factor": add_factor(by=by, kind="passkey", secret={}, name="窓口の鍵"),
            "session": begin(by=by, key="x", machine=machine, proof="password"),
        }


def _of_the_town(town) -> dict[str, Any]:
    from tasuki.codes.models import Code

    with town.acting("nao") as nao:
        place = register_place(by=nao, name="まちの縁側")
        heard = gatherings.hold_gathering(by=nao, kind="salon", name="縁側の茶話会", on=clock.today(), place=place)
        issue = issues.note_issue(by=nao, kind="mobility", words="坂がきつく、店まで歩けない", heard_at=heard)
        grown = projects.open_project(by=nao, title="畑の日", wanted="土にさわれる場", wishes=["早起きしたい"])
        issues.lead_to(issue=issue, by=nao, project=grown)
        code = Code.objects.filter(list="urgency").first()
        worker = town.workers["ken"]
        return {
            "issue": issue,
            "gathering": heard,
            "project": grown,
            "partner": projects.add_partner(project=grown, by=nao, name="縁側農園", their_needs="人手が足りない"),
            "step": projects.add_step(project=grown, by=nao, what="下見", on=clock.today()),
            "place": place,
            "code": code,
            "agency": town.agencies["sogo"],
            "worker": worker,
            "post": worker.posts.get(),
        }


def pages(made: dict[str, Any]) -> list[Page]:
    """Every address of the house, led to the things made."""
    return [_page(pattern, here, app, made) for pattern, here, app in _patterns(get_resolver().url_patterns)]


def _patterns(patterns, before: str = "", app: str = ""):
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, here, pattern.app_name or app)
        else:
            yield pattern, here, app


def _page(pattern: URLPattern, here: str, app: str, made: dict[str, Any]) -> Page:
    address, of_a_case, missing = here, False, ""
    for name, converter in pattern.pattern.converters.items():
        thing = NAMED.get(name, name)
        if name in ("key", "pk"):
            thing = next((what for start, what in KEYS if here.startswith(start)), name)
        if name in PLAIN:
            value = PLAIN[name]
        else:
            missing, value = ("" if thing in made else thing), str(made[thing].pk if thing in made else uuid4())
            of_a_case = of_a_case or thing not in MUNICIPAL
        kind = next(kind for kind in (f"<{_name(converter)}:{name}>", f"<{name}>") if kind in address)
        address = address.replace(kind, value)
    door = hasattr(pattern.callback, "permission")
    name = f"{app}:{pattern.name}"
    return Page(name, f"/{address}{ASKED.get(name, '')}", of_a_case, door, missing)


def _name(converter) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
