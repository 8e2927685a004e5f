"""The action by which somebody is added to the genogram (人を加えると、図形が現れる): registered, a member, tied."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from tasuki.assessments.actions import mark_conditions
from tasuki.cases.actions import Member, add_member
from tasuki.cases.models import Case
from tasuki.codes.lookup import label
from tasuki.people import actions as people
from tasuki.people.enums import RelationKind, Sex
from tasuki.people.models import Person, Relation
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import rules

# What somebody is to 本人, by what she is to whom: (part, what the other is) → words for a man, a woman, others.
_TO_INDEX = {
    "child": ("子", "子", "子"), "partner": ("夫", "妻", "配偶者"), "parent": ("父", "母", "親"),
    "sibling": ("兄弟", "姉妹", "きょうだい"),
}  # fmt: skip
_TO_OTHERS = {
    ("child", "子"): ("孫", "孫", "孫"), ("parent", "親"): ("祖父", "祖母", "祖父母"),
    ("sibling", "親"): ("おじ", "おば", "おじ・おば"), ("child", "きょうだい"): ("甥", "姪", "甥・姪"),
    ("child", "親"): ("兄弟", "姉妹", "きょうだい"), ("partner", "子"): ("子の夫", "子の妻", "子の配偶者"),
}  # fmt: skip
_KINDS = {
    "子": ("長男", "二男", "三男", "長女", "二女", "三女", "子"), "親": ("父", "母", "親"),
    "きょうだい": ("兄", "弟", "姉", "妹", "兄弟", "姉妹", "きょうだい"),
}  # fmt: skip


@transaction.atomic
def add_kin(*, case: Case, by: Worker, beside: Person, part: str, person: dict[str, Any],
            union: str = RelationKind.MARRIED, descent: str = RelationKind.PARENT, other: Person | None = None,
            order: int | None = None, since: str = "", relation: str = "", in_household: bool = False,
            conditions: Iterable[str] = ()) -> Person:  # fmt: skip
    """A partner, child, parent, brother or sister of somebody in the case; her shape appears in the drawing."""
    require(rules.may_add_kin(case, by))
    added = people.register_person(by=by, **person)
    words = relation or said_relation(case, beside, part, added.sex)
    add_member(case=case, member=Member(added, words, in_household=in_household), by=by)
    _tie(beside, added, part, by=by, union=union, descent=descent, other=other, order=order, since=since)
    if in_household and case.household:
        people.join_household(household=case.household, person=added, by=by, relation=words)
    if marked := list(conditions):
        mark_conditions(case=case, person=added, codes=marked, by=by)
    return added


def _tie(beside: Person, added: Person, part: str, *, by: Worker, union: str, descent: str, other: Person | None,
         order: int | None, since: str) -> None:  # fmt: skip
    """Lines to the one beside whom she stands, and to the other parent; brothers and sisters share their parents."""
    if part == "partner":
        people.relate(first=beside, second=added, kind=union, by=by, order=order, since=since)
    elif part == "child":
        for parent in filter(None, (beside, other)):
            people.relate(first=parent, second=added, kind=descent, by=by, order=order, since=since)
    elif part == "parent":
        people.relate(first=added, second=beside, kind=descent, by=by, since=since)
    else:
        above = Relation.objects.filter(second=beside, kind=RelationKind.PARENT).select_related("first")
        parents = [row.first for row in above]
        for parent in parents:
            people.relate(first=parent, second=added, kind=RelationKind.PARENT, by=by, order=order)
        if not parents:
            people.relate(first=added, second=beside, kind=RelationKind.SIBLING, by=by, order=order)


def said_relation(case: Case, beside: Person, part: str, sex: str) -> str:
    """続柄 as far as it follows from the drawing: a child of 本人's child is 孫."""
    which = {Sex.MALE: 0, Sex.FEMALE: 1}.get(Sex(sex), 2)
    member = case.members.filter(person=beside).first()
    if member and member.index_person:
        return _TO_INDEX[part][which]
    said = label("relation_type", member.relation) if member else ""
    known = next((kind for kind, words in _KINDS.items() if said in words), "")
    return _TO_OTHERS.get((part, known), ("", "", ""))[which]
