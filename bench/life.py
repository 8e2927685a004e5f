"""What happened in each case: consultations, records, grants, referrals, approaches, meetings, plans."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from tasuki.shared.kana import fold_text

from .tables import Row
from .town import Story, Town, weighted

METHODS = {"phone": 34, "visit": 24, "interview": 16, "agency_call": 12, "accompany": 6, "mail_sns": 5, "online": 3}
REASONS = {"solved": 20, "prospect": 22, "handed_back": 10, "linked": 18, "watching": 10, "moved": 6, "died": 5,
           "facility": 4, "declined": 3, "lost_contact": 2}  # fmt: skip
STATUSES = {"assessing": 20, "conference": 8, "reaching": 10, "planning": 12, "supporting": 34, "watching": 16}
TOPICS = ["family_care", "money", "health", "housing", "work", "school", "isolation"]
SCOPES = {"referral": 15, "consent": 47, "plan": 39}
MET = {"met": 45, "family": 15, "unmet": 25, "refused": 10, "letter": 5}


def consultation_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """1.2 consultations for each case: most begin one, some come later, some lead to nothing."""
    r = town.random
    for story in stories:
        many = (1 if story.consultation else 0) + r.choices((0, 1, 2), (70, 25, 5))[0]
        for number in range(many):
            first = number == 0 and story.consultation is not None
            at = story.opened - timedelta(minutes=40) if first else story.opened + timedelta(days=r.randrange(1, 90))
            if at >= town.now:
                continue
            known = first or r.random() < 0.6
            yield {
                "id": story.consultation if first else town.keys.at(at), "at": at,
                "agency_id": town.agencies[story.owner], "worker_id": story.worker, "route": "phone_self",
                "person_id": r.choice(story.persons) if known else None, "anonymous": not known, "area_id": story.area,
                "topics": r.sample(TOPICS, 2), "words": town.voice.short(3), "minutes": r.randrange(5, 90),
                "outcome": "case_opened" if first else r.choice(("informed", "referred", "open")),
            }  # fmt: skip


def case_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """The cases themselves."""
    r = town.random
    for story in stories:
        year = story.opened.year - (story.opened.month < 4) - 2018
        status = "closed" if story.closed else weighted(r, STATUSES)
        yield {
            "id": story.key, "number": f"R{year}-{story.number:05d}", "area_id": story.area, "status": status,
            "label": f"{r.randrange(2, 9)}0代の{r.choice(('女性', '男性', '母'))}と{r.randrange(1, 6)}0代の{r.choice(('長男', '長女', '孫'))}の世帯",
            "household_id": story.household, "owner_agency_id": town.agencies[story.owner], "worker_id": story.worker,
            "opened_on": story.opened.date(), "opened_from_id": story.consultation, "topics": r.sample(TOPICS, 2),
            "rights_screening": r.random() < 0.08, "now_text": town.voice.short(2), "next_text": town.voice.short()[:80],
            "next_on": None if story.closed else (town.now + timedelta(days=r.randrange(-10, 40))).date(),
            "now_by_id": story.worker, "now_at": story.last or story.opened,
            "last_contact_at": story.last or story.opened, "last_contact_text": "電話　話ができた（電話等）",
            "closed_on": story.closed.date() if story.closed else None,
            "closing_reason": weighted(r, REASONS) if story.closed else "", "version": 1 + story.records,
        }  # fmt: skip


def member_rows(stories: list[Story], town: Town) -> Iterator[Row]:
    """Who is in each case."""
    for story in stories:
        for order, person in enumerate(story.persons):
            yield {"id": town.keys.at(story.opened), "case_id": story.key, "person_id": person, "order": order,
                   "index_person": not order, "relation": ("本人", "母", "長男", "長女")[order]}  # fmt: skip


def membership_rows(stories: list[Story], town: Town) -> Iterator[Row]:
    """Who lives in each household; a few have moved in from another."""
    for story in stories:
        for order, person in enumerate(story.persons):
            yield {"id": town.keys.at(story.opened), "household_id": story.household, "person_id": person,
                   "head": not order, "since": story.opened.date() if order == 2 else None}  # fmt: skip


def case_grant_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """The owner's own grant, and what was opened to others."""
    for story in stories:
        owner, given = town.agencies[story.owner], {"case_id": story.key, "given_by_id": story.worker}
        given["keeper_id"] = owner
        yield given | {"id": town.keys.at(story.opened), "agency_id": owner, "ground": "own", "scope": 63,
                       "since": story.opened, "source": story.key}  # fmt: skip
        for ground, agency, since, until, source, whom in story.guests:
            yield given | {"id": town.keys.at(since), "agency_id": town.agencies[agency], "ground": ground,
                           "scope": SCOPES[ground], "since": since, "until": until, "source": source,
                           "person_id": whom}  # fmt: skip


def person_grant_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """Whoever may see the identity of the members may know them."""
    for story in stories:
        owner = town.agencies[story.owner]
        holders = [("own", owner, story.opened, None, story.key, None)]
        holders += [(ground, town.agencies[agency], since, until, source, whom)
                    for ground, agency, since, until, source, whom in story.guests]  # fmt: skip
        for ground, agency, since, until, source, whom in holders:
            for person in [whom] if whom else story.persons:
                yield {"id": town.keys.at(since), "person_id": person, "agency_id": agency, "ground": ground, "scope": 3,
                       "since": since, "until": until, "source": source, "given_by_id": story.worker}  # fmt: skip


def record_rows(town: Town, stories: list[Story], moments: list[tuple[datetime, int]],
                visits: list[tuple[UUID, Story, datetime]]) -> Iterator[Row]:  # fmt: skip
    """Every support record in the order in which it was written; notes which of them are visits of an approach."""
    r, voice = town.random, town.voice
    reached = {story.number for story in stories if r.random() < 0.15}
    for at, number in moments:
        story = stories[number]
        key, method = town.keys.at(at), weighted(r, METHODS)
        text, folded = voice.text()
        place, following = voice.place(), voice.short()
        if method == "visit" and story.number in reached:
            visits.append((key, story, at))
        yield {
            "id": key, "case_id": story.key, "at": at, "method": method, "parties": ["person"], "text": text,
            "folded": f"{folded} {fold_text(place)} {fold_text(following)}", "place": place, "next_text": following,
            "about_id": r.choice(story.persons) if r.random() < 0.25 else None, "worker_id": story.worker,
            "agency_id": town.agencies[story.owner], "minutes": r.randrange(5, 120), "worker_count": r.choice((1, 1, 1, 2)),
            "written_at": at + timedelta(minutes=90),
        }  # fmt: skip


def event_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """Lines of the timeline."""
    for story in stories:
        base = {"case_id": story.key, "by_id": story.worker, "agency_id": town.agencies[story.owner]}
        moments = [("opened", story.opened)] + [("referral_accepted", guest[2]) for guest in story.guests]
        moments += [("status", story.opened + timedelta(days=12))] + (
            [("closed", story.closed)] if story.closed else []
        )
        for kind, at in moments:
            yield base | {"id": town.keys.at(at), "kind": kind, "at": at, "text": town.voice.short()}


def status_rows(town: Town, stories: list[Story]) -> Iterator[Row]:
    """The history of the status."""
    for story in stories:
        yield {"id": town.keys.at(story.opened), "case_id": story.key, "after": "assessing", "at": story.opened,
               "by_id": story.worker}  # fmt: skip
        if story.closed:
            yield {"id": town.keys.at(story.closed), "case_id": story.key, "before": "supporting", "after": "closed",
                   "at": story.closed, "by_id": story.worker}  # fmt: skip


def referral_rows(town: Town, stories: list[Story]) -> tuple[list[Row], list[Row]]:
    """Sheets and their receivers: those accepted gave the grants, others wait, were declined or taken back."""
    r = town.random
    sheets: list[Row] = []
    targets: list[Row] = []
    for story in stories:
        sent = [
            (guest[2], guest[1], guest[4], "accepted", guest[3]) for guest in story.guests if guest[0] == "referral"
        ]
        if r.random() < 0.25 and story.opened + timedelta(days=3) < town.now:
            fate = r.choices(("declined", "withdrawn", "sent", "asked"), (40, 15, 30, 15))[0]
            sent.append((story.opened + timedelta(days=2), (story.owner + 1) % 20, None, fate, None))
        for at, agency, source, fate, until in sent:
            if until and fate == "accepted" and r.random() < 0.5:
                fate = "ended"
            key, sender = source or town.keys.at(at), town.agencies[story.owner]
            sheets.append({"id": key, "number": f"つ{len(sheets) + 1:06d}", "case_id": story.key, "from_agency_id": sender,
                           "written_by_id": story.worker, "sent_at": at, "consent": "given", "scope": 15,
                           "household_label": "世帯", "wanted": town.voice.short(2)})  # fmt: skip
            targets.append({"id": town.keys.at(at), "referral_id": key, "from_agency_id": sender,
                            "to_agency_id": town.agencies[agency], "status": fate, "due_on": (at + timedelta(days=5)).date(),
                            "open_to_receiver": fate in ("accepted", "sent", "asked"),
                            "confirmed_at": until if fate == "ended" and until and until < town.now else None})  # fmt: skip
    return sheets, targets


def approach_rows(town: Town, visits: list[tuple[UUID, Story, datetime]]) -> tuple[list[Row], list[Row]]:
    """One approach for each case that was visited; its visits stand beside their records."""
    r = town.random
    approaches: dict[UUID, Row] = {}
    found: list[Row] = []
    for record, story, at in visits:
        if story.key not in approaches:
            approaches[story.key] = {
                "id": town.keys.at(at), "case_id": story.key, "person_id": story.persons[0], "worker_id": story.worker,
                "agency_id": town.agencies[story.owner], "began_on": at.date(), "next_worker_id": story.worker,
                "next_on": None if story.closed else (town.now + timedelta(days=r.randrange(-5, 30))).date(),
            }  # fmt: skip
        found.append({"id": town.keys.at(at), "case_id": story.key, "approach_id": approaches[story.key]["id"],
                      "record_id": record, "at": at, "stage": "trust", "met": weighted(r, MET),
                      "worker_count": r.choice((1, 2, 2))})  # fmt: skip
    return list(approaches.values()), found


def meeting_rows(town: Town, stories: list[Story]) -> tuple[list[Row], list[Row], list[Row]]:
    """Three bodies, a sitting a month each; 8 % of the cases are an item once or twice."""
    r = town.random
    host = town.agencies[town.agency_names.index("section")]
    caller = town.workers[town.agency_names.index("section")][0]
    legal = ("support_conference", "support_conference", "multilayer_conference")
    bodies = [{"id": key, "key": f"body{n}", "name": f"第{n + 1}部会", "legal_types": [legal[n]], "host_agency_id": host}
              for n, key in enumerate(town.bodies)]  # fmt: skip
    sittings: list[Row] = []
    at = town.first.replace(hour=14)
    while at < town.now:
        for number, body in enumerate(town.bodies):
            sittings.append({"id": town.keys.at(at), "body_id": body, "legal_type": legal[number],
                             "at": at + timedelta(days=7 * number + 3), "status": "held", "called_by_id": caller})  # fmt: skip
        at += timedelta(days=30)
    sittings = [row for row in sittings if row["at"] < town.now]
    items = []
    for story in stories:
        chance = r.random()
        after = [row for row in sittings if row["at"] > story.opened][:30] if chance < 0.08 else []
        for sitting in r.sample(after, min(len(after), 1 + (chance < 0.03))):
            items.append({"id": town.keys.at(sitting["at"]), "sitting_id": sitting["id"], "title": "世帯の支援について",
                          "case_id": story.key, "submitted_by_id": story.worker, "host_agency_id": host,
                          "submitted_agency_id": town.agencies[story.owner],
                          "status": r.choice(("discussed", "closed", "closed", "frozen"))})  # fmt: skip
    return bodies, sittings, items


def plan_rows(town: Town, stories: list[Story]) -> tuple[list[Row], list[Row], list[Row]]:
    """A fifth of the cases have a plan, some a second; its persons and the agencies' roles."""
    r = town.random
    plans: list[Row] = []
    persons: list[Row] = []
    roles: list[Row] = []
    for story in stories:
        before = None
        for number in range(r.choices((0, 1, 2), (80, 15, 5))[0]):
            at = story.opened + timedelta(days=60 + 150 * number)
            if at >= min(story.closed or town.now, town.now):
                break
            key, decided = town.keys.at(at), r.random() < 0.85 and at + timedelta(days=20) < town.now
            plans.append({"id": key, "case_id": story.key, "number": number + 1, "main_person_id": story.persons[0],
                          "status": "approved" if decided else "submitted", "made_on": at.date(), "goal": town.voice.short(),
                          "made_by_id": story.worker, "agency_id": town.agencies[story.owner], "replaces_id": before,
                          "decided_on": (at + timedelta(days=20)).date() if decided else None})  # fmt: skip
            before = key
            persons.append(
                {"id": town.keys.at(at), "case_id": story.key, "plan_id": key, "person_id": story.persons[0]}
            )
            for guest in story.guests:
                roles.append({"id": town.keys.at(at), "plan_id": key, "agency_id": town.agencies[guest[1]],
                              "what": town.voice.short(), "by_date": (at + timedelta(days=90)).date()})  # fmt: skip
    return plans, persons, roles


def area_names(town: Town) -> Iterator[Row]:
    """The districts."""
    for number, key in enumerate(town.areas):
        yield {"id": key, "key": f"a{number + 1}", "name": f"第{number + 1}圏域", "order": number}
