"""The papers of an item (会議資料), built from what the submitter may read and has picked. Frozen, they are a copy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from tasuki.assessments.models import Assessment, MemberAssessment
from tasuki.cases.access import access_to
from tasuki.cases.models import Case, CaseMember, SupportRecord
from tasuki.cases.reading import UNDISCLOSED, members_of
from tasuki.codes import lookup
from tasuki.people.kinship import family
from tasuki.people.models import Membership, Person, Relation
from tasuki.plans.consents import live_consents
from tasuki.plans.models import Plan
from tasuki.shared.calendar_jp import day_time, wareki_short
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import Item

NAMES, RELATIONS = "name", "relation"
TITLES = ("さん", "様", "氏", "くん", "ちゃん", "")
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

    def masked(self, text: str) -> str:
        """Names of members inside a text become 続柄 (or 「世帯員」), unless names were picked for them."""
        for member in self.members:
            person = member.shown
            if person is None or (self.names == NAMES and self.person(member)):
                continue
            word = self.relation(member) if self.person(member) else "世帯員"
            for name in _spellings(person):
                for title in TITLES:
                    text = text.replace(name + title, word)
        return text


def _opened(item: Item, by: Worker) -> Case:
    """The case with the submitter's access; its parts are read through it."""
    case = item.case
    assert case is not None
    if getattr(case, "access", None) is None:
        case.access = access_to(case, by)  # type: ignore[attr-defined]
    return case


def _spellings(person: Person) -> list[str]:
    """How a name may stand in a text, the longer ones first."""
    both = [person.family_name, person.given_name]
    found = ["".join(both), " ".join(both), "　".join(both)] if all(both) else []
    found += [name for name in (person.common_name, person.given_name) if len(name) > 1]
    return sorted({name for name in found if name.strip()}, key=len, reverse=True)


def build(item: Item, by: Worker, picks: Picks) -> list[Paper]:
    """The papers, in the order in which they are read."""
    papers = [{"heading": "検討してほしいこと", "text": item.to_discuss}] if item.to_discuss else []
    if item.without_consent:
        papers.append({"heading": "本人の同意なしで扱う理由", "text": item.why_without})
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
    return [paper | {"text": circle.masked(paper["text"])} if "text" in paper else paper for paper in papers]


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
        papers.append({"heading": f"世帯アセスメント（{wareki_short(sheet.made_on)}）", "text": text or "記入なし"})
    called = {member.person_id: circle.called(member) for member in circle.members}
    for part in parts.order_by("-assessment__number", "order") if sheet else ():
        if circle.shows(part.person_id) and (part.complaint or part.view):
            issues = "、".join(lookup.labels("issue", part.issues_seen))
            said = [f"本人の訴え：{part.complaint or '聞けていない'}", f"支援者の見立て：{part.view or '記入なし'}"]
            text = "\n".join([*said, *([f"課題：{issues}"] if issues else [])])
            papers.append({"heading": called.get(part.person_id, UNDISCLOSED), "text": text})
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
        [role.agency.name, circle.masked(role.what), wareki_short(role.by_date) if role.by_date else "",
         circle.masked(role.trigger)]
        for role in plan.roles.select_related("agency")
    ]  # fmt: skip
    return [{"heading": f"プラン第{plan.number}回", "text": text}, {"heading": "役割の案", "rows": rows}]


def _records(circle: Circle, keys: Iterable[UUID]) -> Paper:
    """The chosen records, oldest first."""
    chosen = [row for row in pickable_records(circle.case) if row.pk in set(keys) and circle.shows(row.about_id)]
    rows = [["日時", "方法", "内容"]] + [
        [day_time(row.at), lookup.label("contact_method", row.method), circle.masked(row.text)]
        for row in sorted(chosen, key=lambda row: row.at)
    ]
    return {"heading": "支援経過（抜粋）", "rows": rows}


def pickable_records(case: Case) -> list[SupportRecord]:
    """The newest records that the submitter may read."""
    rows = case.access.readable(SupportRecord.objects.filter(case=case, current=True), Scope.RECORD, about="about")  # type: ignore[attr-defined]
    return list(rows.order_by("-at", "-id")[:40])
