"""The papers of an item (会議資料), built from what the submitter may read and has picked. Frozen, they are a copy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tasuki.assessments.models import Assessment, MemberAssessment
from tasuki.cases.access import access_to
from tasuki.cases.models import Case, CaseMember, RecordPerson, SupportRecord
from tasuki.cases.reading import UNDISCLOSED, members_of
from tasuki.codes import lookup
from tasuki.codes.sheet_answers import read
from tasuki.people.kinship import family
from tasuki.people.models import Membership, Person, Relation
from tasuki.plans.consents import live_consents
from tasuki.plans.models import Plan
from tasuki.shared.calendar_jp import wareki_short, wareki_time
from tasuki.shared.held import barred
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import Item
from .names import WORLD, Finder, Hit

NAMES, RELATIONS = "name", "relation"
Paper = dict[str, Any]


@dataclass(frozen=True)
class Picks:
    """What the submitter puts before the meeting. `names`: household by name, or by 続柄 only."""

    names: str = RELATIONS
    household: bool = True
    genogram: bool = False
    assessment: bool = False
    plan: bool = False
    records: tuple[UUID, ...] = ()
    asked: tuple[str, ...] = ()  # doubtful names that the submitter has been shown …
    replace: tuple[str, ...] = ()  # … and those of them that she has ticked

    def goes(self, hit: Hit) -> bool:
        """Whether the name at a doubtful place goes away: as she said, or as proposed while she has not seen it."""
        return hit.key in self.replace if hit.key in self.asked else hit.proposed


class Circle:
    """The household as this item may show it: with consent, only the members who agreed; the others are shapes."""

    def __init__(self, item: Item, by: Worker, names: str) -> None:
        self.case, self.by, self.names = _opened(item, by), by, names
        self.members: list[Any] = members_of(self.case, by)
        self.agreed = None if item.without_consent else set(live_consents(m.person_id for m in self.members))

    def shows(self, person: UUID | None) -> bool:
        """Whether something about this person (None: the household) may be on the papers."""
        return person is None or self.agreed is None or person in self.agreed

    def person(self, member: CaseMember) -> Person | None:
        """The member, if the papers may show her."""
        shown: Person | None = member.shown  # type: ignore[attr-defined]
        return shown if self.shows(member.person_id) else None

    def called(self, member: CaseMember) -> str:
        """Name or 続柄, as picked."""
        person = self.person(member)
        if person is None:
            return UNDISCLOSED
        if self.names == NAMES:
            return person.full_name
        return self.relation(member)

    def relation(self, member: CaseMember) -> str:
        """続柄 in words."""
        if member.relation:
            return lookup.label("relation_type", member.relation)
        return "本人" if member.index_person else f"世帯員{member.order + 1}"

    def finder(self) -> Finder:
        """Looks for the names that may not stand in the papers; a member unknown to the submitter cannot be sought."""
        known = [member for member in self.members if member.shown]
        return Finder((member.shown, self._word(member)) for member in known)

    def _word(self, member: CaseMember) -> str:
        """What stands in the place of her name; nothing when the name stays."""
        if self.person(member) is None:
            return WORLD
        return "" if self.names == NAMES else self.relation(member)


def _opened(item: Item, by: Worker) -> Case:
    """The case with the submitter's access; its parts are read through it."""
    case = item.case
    assert case is not None
    if getattr(case, "access", None) is None:
        case.access = access_to(case, by)  # type: ignore[attr-defined]
    return case


class Free(str):
    """Free text: names are looked for in it. Headings, dates and agencies are not."""


@dataclass(frozen=True)
class Proposal:
    """The papers as they would be fixed, the same with every replaced name marked, and the places that are doubtful."""

    papers: list[Paper]
    marked: list[Paper]
    doubts: list[tuple[Hit, bool]]  # with whether the name goes away

    def unseen(self, picks: Picks) -> bool:
        """Whether the submitter has not been shown every doubtful place."""
        return any(hit.key not in picks.asked for hit, _ in self.doubts)


def propose(item: Item, by: Worker, picks: Picks) -> Proposal:
    """What the submitter looks at before she fixes the papers."""
    papers = _papers(item, by, picks)
    finder = Circle(item, by, picks.names).finder() if item.case_id else Finder([])
    doubts = {hit.key: hit for text in _texts(papers) for hit in finder.hits(text) if not hit.sure}
    chosen = {key for key, hit in doubts.items() if picks.goes(hit)}
    return Proposal(
        _each(papers, lambda text: finder.masked(text, chosen)),
        _each(papers, lambda text: _marked(finder, text, chosen)),
        [(hit, key in chosen) for key, hit in doubts.items()],
    )


def build(item: Item, by: Worker, picks: Picks) -> list[Paper]:
    """The papers, in the order in which they are read."""
    return propose(item, by, picks).papers


def _texts(papers: list[Paper]) -> list[str]:
    """Every free text in them."""
    cells = [cell for paper in papers for row in paper.get("rows", ()) for cell in row]
    return [text for text in [*(paper.get("text") for paper in papers), *cells] if isinstance(text, Free)]


def _each(papers: list[Paper], change: Callable[[str], str]) -> list[Paper]:
    """The papers with every free text changed."""

    def seen(text: str) -> str:
        return change(text) if isinstance(text, Free) else text

    return [
        paper
        | ({"text": seen(paper["text"])} if "text" in paper else {})
        | ({"rows": [[seen(cell) for cell in row] for row in paper["rows"]]} if "rows" in paper else {})
        for paper in papers
    ]


def _marked(finder: Finder, text: str, chosen: set[str]) -> SafeString:
    """With 続柄 in a mark where a name stood."""
    pieces = [
        (format_html('<mark title="{}">{}</mark>', part, hit.word) if hit else part,)
        for part, hit in finder.parts(text, chosen)
    ]
    return format_html_join("", "{}", pieces)


def _papers(item: Item, by: Worker, picks: Picks) -> list[Paper]:
    """The papers with the names still in their free texts."""
    done = read("packet", item)
    papers: list[Paper] = []
    if item.to_discuss:
        papers.append({"heading": done.labels["to_discuss"], "text": Free(item.to_discuss)})
    papers += [{"heading": label, "text": Free(text)} for label, text in done.pairs]
    if item.without_consent:
        papers.append({"heading": "本人の同意なしで扱う理由", "text": Free(item.why_without)})
    if item.case_id is None:
        return papers
    circle = Circle(item, by, picks.names)
    if picks.household:
        papers.append(_household(circle))
    if picks.genogram:
        papers.append(_genogram(circle))
    if picks.assessment:
        papers += _assessment(circle)
    if picks.plan and item.plan_id:
        papers += _plan(circle, item)
    if picks.records:
        papers.append(_records(circle, picks.records))
    return papers


def _household(circle: Circle) -> Paper:
    """Members with age and sex; never an address, a telephone number or a workplace."""
    named = circle.names == NAMES
    rows = [["続柄", *(["氏名"] if named else []), "年齢", "性別", "同居"]]
    for member in circle.members:
        person = circle.person(member)
        if person is None:
            rows.append([UNDISCLOSED] + [""] * (len(rows[0]) - 1))
            continue
        name = [person.full_name] if named else []
        home = "同居" if member.in_household else "別居"
        rows.append([circle.relation(member), *name, _age(person), person.get_sex_display(), home])
    return {"heading": "世帯", "rows": rows}


def _age(person: Person) -> str:
    known = person.age()
    if person.deceased or person.died_on:
        return "死亡"
    return str(getattr(known, "label", "") or "不明") if known else "不明"


def _genogram(circle: Circle) -> Paper:
    """The family of those who may be shown; the others as shapes without words."""
    persons = [circle.person(member) or member.person_id for member in circle.members]
    keys = [person.pk for person in persons if isinstance(person, Person)]
    index = next((m.person_id for m in circle.members if m.index_person), None)
    kin = family(
        persons, Relation.objects.filter(Q(first__in=keys) & Q(second__in=keys)),
        Membership.objects.filter(person__in=keys, household=circle.case.household_id), index, circle.by,
        names="name" if circle.names == NAMES else "relation",
    )  # fmt: skip
    if circle.names != NAMES:
        words = {str(m.person_id): circle.called(m) for m in circle.members}
        kin.people = [replace(shape, label_lines=(words[shape.key],)) for shape in kin.people]
    return {"heading": "ジェノグラム", "svg": kin.picture()}


def _assessment(circle: Circle) -> list[Paper]:
    """The newest fixed sheet: the household's part, and each member's words beside the worker's view."""
    sheets = Assessment.objects.visible_to(circle.by).filter(case=circle.case)
    sheet = sheets.exclude(fixed_at=None).order_by("-number").first()
    parts = MemberAssessment.objects.visible_to(circle.by).filter(case=circle.case)
    papers: list[Paper] = []
    if sheet is not None:
        parts = parts.filter(assessment=sheet)
        lines = [("強み", sheet.strengths), ("希望", sheet.wishes), ("支援の方向性", sheet.direction)]
        text = "\n".join(f"{label}：{text}" for label, text in lines if text)
        papers.append(
            {"heading": f"世帯アセスメント（{wareki_short(sheet.made_on)}）", "text": Free(text or "記入なし")}
        )
    called = {member.person_id: circle.called(member) for member in circle.members}
    for part in parts.order_by("-assessment__number", "order") if sheet else ():
        if circle.shows(part.person_id) and (part.complaint or part.view):
            issues = "、".join(lookup.labels("issue", part.issues_seen))
            said = [f"本人の訴え：{part.complaint or '聞けていない'}", f"支援者の見立て：{part.view or '記入なし'}"]
            text = "\n".join([*said, *([f"課題：{issues}"] if issues else [])])
            papers.append({"heading": called.get(part.person_id, UNDISCLOSED), "text": Free(text)})
    return papers


def _plan(circle: Circle, item: Item) -> list[Paper]:
    """Goals in the person's words, and the roles."""
    plan = Plan.objects.visible_to(circle.by).filter(pk=item.plan_id).first()
    if plan is None:
        return []
    lines = [("思い", plan.wishes), ("めざす姿", plan.long_goal), ("目標", plan.goal), ("支援の方向性", plan.direction)]
    if plan.after_the_fact:
        lines.append(
            ("後追いのプラン", f"支援の開始 {wareki_short(plan.support_began_on)}、作成 {wareki_short(plan.made_on)}")
        )
    text = "\n".join(f"{label}：{text}" for label, text in lines if text)
    rows = [["機関", "すること", "いつまで", "そのとき"]] + [
        [role.agency.name, Free(role.what), wareki_short(role.by_date) if role.by_date else "", Free(role.trigger)]
        for role in plan.roles.select_related("agency")
    ]  # fmt: skip
    return [{"heading": f"プラン第{plan.number}回", "text": Free(text)}, {"heading": "役割の案", "rows": rows}]


def _records(circle: Circle, keys: Iterable[UUID]) -> Paper:
    """The chosen records, oldest first."""
    wanted = set(keys)
    listed = [row for row in pickable_records(circle.case) if row.pk in wanted]
    several = RecordPerson.objects.filter(record__in=listed).values_list("record_id", "person_id")
    untold = {record for record, person in several if not circle.shows(person)}
    chosen = [row for row in listed if circle.shows(row.about_id) and row.pk not in untold]
    rows = [["日時", "方法", "内容"]] + [
        [wareki_time(row.at), lookup.label("contact_method", row.method), Free(barred(row.text))]
        for row in sorted(chosen, key=lambda row: row.at)
    ]
    return {"heading": "支援経過（抜粋）", "rows": rows}


def pickable_records(case: Case) -> list[SupportRecord]:
    """The newest records that the submitter may read."""
    rows = case.access.readable(SupportRecord.objects.filter(case=case, current=True), Scope.RECORD, about="about")  # type: ignore[attr-defined]
    return list(rows.order_by("-at", "-id")[:40])
