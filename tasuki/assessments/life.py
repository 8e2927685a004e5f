"""What happened in a life (生活歴のできごと), read out of the 生活歴 as it is written: a line that begins with its time.

>>> [(one.said, one.what) for one in told("昭和60年頃　縫製工場に就職\\n働きもの")]
[('昭和60年頃', '縫製工場に就職')]
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tasuki.cases.access import access_to
from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared.calendar_jp import PartialDate, parse_partial_date
from tasuki.shared.eras import plain
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import Assessment, MemberAssessment

_ABOUT = r"(?:頃|ころ|ごろ|くらい|ぐらい)?"
# 「2000円」 is no year, 「S造」 no era.
_YEAR = (
    r"(?:(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年?"
    r"|[MTSHRmtshr]\d{1,2}(?=年|[./]\d|頃|ころ|ごろ|[\s　])年?|(?:西暦)?\d{4}(?=年|[./]\d)年?)"
)
_DAY = rf"{_YEAR}(?:(?:(?<=年)|[./])\d{{1,2}}月?(?:(?:(?<=月)|[./])\d{{1,2}}日?)?)?(?![\d年])"
_AGE = r"\d{1,3}歳(?:代)?|\d{1,2}0?代(?:前半|半ば|後半)?"
_SEASON = r"(?:の?(?:はじめ|初め|なかば|半ば|終わり|末|春|夏|秋|冬))?"
_TIME = rf"(?:{_DAY}|{_AGE}){_SEASON}{_ABOUT}"
_LINE = re.compile(
    rf"[・●○*\-－–]?\s*(?P<when>{_TIME})(?P<until>(?:から|[〜～~\-－–])(?:{_TIME}(?:まで)?)?)?(?P<what>.+)$"
)
_AGED = re.compile(r"(?P<age>\d{1,3})歳?(?P<band>代)?(?P<part>前半|半ば|後半)?")
_SPAN = {None: (0, 9), "前半": (0, 4), "半ば": (4, 6), "後半": (5, 9)}
# 「昭和60年に就職」 says the same as 「昭和60年　就職」; 「60年間」 is no day at all.
_JOINT = re.compile(r"^(?:[\s　、，,：:に]|で(?!き)|の(?=とき|時))+(?:とき|時)?[\s　、，,：:に]*")
_NO_DAY = re.compile(r"^(?:間|以上|余り|ほど|ばかり|もの|の[女男子母父])")


@dataclass(frozen=True)
class LifeEvent:
    """One of them; `person` empty: of the whole household. `first`–`last`: the days on which it may have been."""

    said: str
    what: str
    first: date
    last: date
    person: UUID | None = None

    @property
    def on(self) -> date:
        """Where it stands on a line of time: the middle of what is possible."""
        return self.first + (self.last - self.first) / 2

    @property
    def words(self) -> str:
        """昭和60年頃　縫製工場に就職"""
        return f"{self.said}　{self.what}"


def told(text: str, birth: PartialDate | None = None, person: UUID | None = None) -> list[LifeEvent]:
    """The lines of a text that begin with a time, in order of time; an age counts from the birth, where that is known."""
    found = []
    for line in re.split(r"[\n。]", text):
        hit = _LINE.match(plain_digits(line.strip()))
        days = _days(hit["when"], birth) if hit and not _NO_DAY.match(hit["what"]) else None
        what = _JOINT.sub("", hit["what"]).strip() if hit else ""
        if hit and days and what:
            found.append(LifeEvent(hit["when"] + (hit["until"] or ""), what, *days, person))
    return sorted(found, key=lambda one: (one.on, one.last))


def plain_digits(text: str) -> str:
    """Wide digits narrow; everything else as it was typed."""
    return re.sub(r"[０-９]", lambda digit: plain(digit[0]), text)


def _days(when: str, birth: PartialDate | None) -> tuple[date, date] | None:
    """The first and the last day it may have been."""
    if re.match(rf"(?:{_AGE})", when):
        return _at_age(when, birth)
    try:
        day = parse_partial_date(re.sub(_SEASON + rf"({_ABOUT})$", r"\1", when.replace("元年", "1年")))
    except ValueError:
        return None
    return (day.earliest, day.latest) if day.earliest and day.latest else None


def _at_age(when: str, birth: PartialDate | None) -> tuple[date, date] | None:
    hit = _AGED.match(when)
    if hit is None or birth is None or birth.earliest is None or birth.latest is None:
        return None
    low, high = _SPAN[hit["part"]] if hit["band"] else (0, 0)
    try:
        first = birth.earliest.replace(day=1, year=birth.earliest.year + int(hit["age"]) + low)
        last = birth.latest.replace(day=1, year=birth.latest.year + int(hit["age"]) + high + 1)
    except ValueError:
        return None
    return first, last - timedelta(days=1)


def life_of(case: Case, worker: Worker, persons: Mapping[UUID, Person]) -> list[LifeEvent]:
    """Of the newest fixed sheet, as far as it is open to the reader (one query); nobody she may not know."""
    access = access_to(case, worker)
    if access is None or not access.opens(Scope.ASSESSMENT):
        return []
    sheets = Assessment.objects.filter(case=OuterRef("case")).exclude(fixed_at=None).order_by("-number")
    fixed = MemberAssessment.objects.filter(case=case.pk, person__in=list(persons)).exclude(fixed_at=None)
    rows = access.readable(fixed, Scope.ASSESSMENT, about="person").order_by("person", "-number").distinct("person")
    rows = rows.annotate(home=Subquery(sheets.values("answers__household_history")[:1]))
    listed = list(rows.values_list("person_id", "life_history", "home"))
    found = [event for person, text, _ in listed for event in told(text, persons[person].birth, person)]
    if listed and Scope.ASSESSMENT in access.whole:
        found += told(str(listed[0][2] or ""))
    return sorted(found, key=lambda one: (one.on, one.last))
