"""Finding a person before a new one is made (検索・重複の確かめ): only among those the reader may know.

What the reader may not know is not counted, not hinted at and not waited for: the answers are the same as if it
did not exist.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.kana import fold_name, phone_digits
from tasuki.shared.partial_date import PartialDate, parse_partial_date
from tasuki.staff.models import Worker

from .actions import search_key
from .models import Contact, Household, Membership, Person
from .search import person_keys

MOST = 20
_NUMBER = re.compile(r"[+\d][\d\s()\-‐−ー]{2,}$")


@dataclass
class Found:
    """A person on a list of results: who, where (圏域 only), and why she is on it."""

    person: Person
    area: str = ""
    why: tuple[str, ...] = ()


def find_people(worker: Worker, text: str, most: int = MOST) -> list[Found]:
    """By name, reading, 通称, telephone number or date of birth; one entry more than `most` says 「まだある」."""
    query = matching(text)
    if query is None:
        return []
    rows = Person.objects.visible_to(worker).filter(query, merged_into=None)
    found = described(worker, rows.order_by("family_kana", "given_kana", "id")[: most + 1])
    record(Act.SEARCH, "人をさがした", by=worker, reason=text[:100], count=len(found))
    return found


# 氏のカナの頭文字 → the letters with which a reading of that row begins.
ROWS = {
    "あ": "アイウエオヴ", "か": "カキクケコガギグゲゴ", "さ": "サシスセソザジズゼゾ", "た": "タチツテトダヂヅデド",
    "な": "ナニヌネノ", "は": "ハヒフヘホバビブベボパピプペポ", "ま": "マミムメモ", "や": "ヤユヨ", "ら": "ラリルレロ",
    "わ": "ワヲンヰヱ",
}  # fmt: skip
MOST_OF_A_ROW = 100


def by_initial(worker: Worker, row: str) -> list[Found]:
    """Everybody she may know whose reading begins in this row (あ・か・さ…), in the order of the readings."""
    begins = Q()
    for letter in ROWS.get(row, ""):
        begins |= Q(family_kana__startswith=letter)
    if not begins:
        return []
    rows = Person.objects.visible_to(worker).filter(begins, merged_into=None)
    found = described(worker, rows.order_by("family_kana", "given_kana", "id")[: MOST_OF_A_ROW + 1])
    record(Act.SEARCH, "人をカナの頭文字でさがした", by=worker, reason=f"{row}行", count=len(found))
    return found


def matching(text: str) -> Q | None:
    """The condition for what was typed; None when nothing can be searched by it. Words are joined by 「かつ」."""
    words = unicodedata.normalize("NFKC", text).split()
    names = [word for word in words if not re.search(r"\d", word)]
    others = [word for word in words if re.search(r"\d", word)]
    conditions = [_by_name(names)] if names and fold_name("".join(names)) else []
    conditions += [condition for word in others if (condition := _by_figures(word)) is not None]
    if not conditions:
        return None
    both = conditions[0]
    for condition in conditions[1:]:
        both &= condition
    return both


def _by_name(names: list[str]) -> Q:
    """氏 and 名 in this order; turned round only when that finds nobody."""
    keys = set(person_keys("".join(names)))
    if not keys and len(names) == 2:
        keys = set(person_keys("".join(reversed(names))))
    return Q(pk__in=keys)


def _by_figures(word: str) -> Q | None:
    """A word with figures: a date of birth, a telephone number, or perhaps either."""
    either: Q | None = None
    if born := _read_date(word):
        either = _born(born)
    digits = phone_digits(word) if _NUMBER.match(word) else ""
    if len(digits) >= 4:
        # A number of a person under protection finds nobody: it would tell whose it is.
        by_phone = Q(contacts__digits__contains=digits, protected=False)
        keys = Person.objects.filter(by_phone).values("pk")
        either = Q(pk__in=keys) if either is None else either | Q(pk__in=keys)
    return either


def _read_date(word: str) -> PartialDate | None:
    try:
        read = parse_partial_date(word)
    except ValueError:
        return None
    return None if read.year is None else read


def _born(read: PartialDate) -> Q:
    """As much of the date as both know: a record with the year only is found by the full date too."""
    if read.about or read.month is None:
        return Q(birth_year__range=(read.year - 2, read.year + 2) if read.about else (read.year, read.year))
    month = Q(birth_month=read.month) | Q(birth_month=None)
    day = Q() if read.day is None else Q(birth_day=read.day) | Q(birth_day=None)
    return Q(birth_year=read.year) & month & day


def possible_duplicates(worker: Worker, *, family_name: str = "", given_name: str = "", family_kana: str = "",
                        given_kana: str = "", common_name: str = "", birth: str = "", phone: str = "",
                        but: Iterable[UUID] = ()) -> list[Found]:  # fmt: skip
    """Visible persons who may be the same as the one about to be registered, each with what agrees."""
    spellings = search_key(family_name, given_name, family_kana, given_kana, common_name).split("\n")
    spellings = [key for key in spellings if len(key) > 1]
    digits = phone_digits(phone)
    born = _read_date(birth) if birth else None
    same = Q()
    for key in spellings:
        same |= Q(pk__in=person_keys(key))
    if born and born.is_full:
        same |= Q(birth_year=born.year, birth_month=born.month, birth_day=born.day)
    if len(digits) >= 9:
        same |= Q(pk__in=Contact.objects.filter(digits=digits).values("person"), protected=False)
    if not same:
        return []
    rows = Person.objects.visible_to(worker).filter(same, merged_into=None).exclude(pk__in=list(but))
    phones = set(Contact.objects.filter(digits=digits).values_list("person_id", flat=True)) if digits else set()
    found = []
    for one in described(worker, rows.order_by("family_kana", "id")[:MOST]):
        one.why = _why(one.person, spellings, born, one.person.pk in phones)
        if one.why:
            found.append(one)
    return sorted(found, key=lambda one: -len(one.why))[:5]


def _why(person: Person, spellings: list[str], born: PartialDate | None, phone: bool) -> tuple[str, ...]:
    """What agrees: 氏名・カナ, 生年月日, 電話. A date of birth that contradicts takes the name's word away."""
    why = []
    lines = set(person.search_key.split("\n"))
    if lines & set(spellings):
        why.append("氏名・カナが同じ")
    known = person.birth
    if born and born.is_full and known.is_full:
        if (known.year, known.month, known.day) == (born.year, born.month, born.day):
            why.append("生年月日が同じ")
        else:
            why = []
    if phone and not person.protected:
        why.append("電話番号が同じ")
    return tuple(why)


def described(worker: Worker, rows: QuerySet[Person]) -> list[Found]:
    """The persons with their 圏域 now, in two queries."""
    persons = list(rows)
    living = Membership.objects.filter(person__in=[p.pk for p in persons], until=None)
    # A withheld household tells not even its 圏域.
    seen = Household.objects.visible_to(worker).filter(withheld=False).select_related("area")
    areas = {m.person_id: m.household.area for m in living.filter(household__in=seen).select_related("household__area")}
    return [Found(p, "" if p.protected or areas.get(p.pk) is None else areas[p.pk].name) for p in persons]
