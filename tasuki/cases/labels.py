"""What a household is called on the case (世帯の呼び方): 「80代の母と40代の長女の世帯」, never by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasuki.people.enums import Sex
from tasuki.people.models import Person
from tasuki.shared.calendar_jp import AgeRange

_BY_SEX = {Sex.FEMALE: "女性", Sex.MALE: "男性"}


@dataclass(frozen=True)
class InLabel:
    """A member as far as the label tells: relation, sex, age."""

    relation: str = ""
    sex: str = Sex.UNKNOWN
    age: AgeRange | None = None

    @classmethod
    def of(cls, person: Person, relation: str = "") -> "InLabel":
        """From a person."""
        return cls(relation, person.sex, person.age())


def suggested_label(members: Iterable[InLabel]) -> str:
    """The eldest first; four at most are named."""
    known = sorted(members, key=lambda one: -(one.age.low if one.age and one.age.low is not None else -1))
    words = [_word(one) for one in known]
    if not words:
        return "氏名のわからない方の世帯"
    more = f"ほか{len(words) - 4}人" if len(words) > 4 else ""
    return "と".join(words[:4]) + more + "の世帯"


def _word(one: InLabel) -> str:
    """80代の母; the decade, because a label is seen by more people than the sheet."""
    who = one.relation if one.relation not in ("", "本人") else _BY_SEX.get(Sex(one.sex), "方")
    return f"{_decade(one.age)}{who}"


def _decade(age: AgeRange | None) -> str:
    if age is None or age.low is None or age.high is None:
        return ""
    if age.high < 10:
        return "幼い"
    low, high = age.low // 10 * 10, age.high // 10 * 10
    return f"{low}代の" if low == high else f"{low}〜{high}代の"
