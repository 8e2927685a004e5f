"""Opening days as people say them (開いている日): 「毎週水、第1・3月曜 10:00〜15:00（祝日を除く）」 read into days.

`parse(text)` never fails: what is not understood stays in `unread`, and `why_not` says why there is no calendar.
`str()` gives the one notation, which is read again as the same.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from .opening_days import EVERY, OFFICE, Day, Days, Hours, Opening, Rule
from .opening_words import Piece, pieces

__all__ = ["Day", "Days", "Hours", "Opening", "Rule", "parse"]

DAY_WORDS = {"days", "nth", "last", "dates", "fives", "workdays", "weekends", "every_day", "fortnight", "every_week",
             "holiday", "other_month", "even", "odd", "times", "every_month", "months", "since"}  # fmt: skip
SILENT = {"filler", "open_paren", "close_paren", "label", "every_month", "every_week"}


@lru_cache(maxsize=2048)
def parse(text: str) -> Opening:
    """What is said, as rules."""
    return _Reading(list(pieces(text or ""))).done()


@dataclass
class _Term:
    """Days under construction, with what stands before and after them."""

    days: Days = field(default_factory=Days)
    hours: list[Hours] = field(default_factory=list)
    times: int | None = None
    per: str = ""
    words: str = ""
    joined: bool = False  # by 「・」 or 「と」 to the one before
    weekly: bool = False  # 「毎週」 was said
    fixed: bool = False  # before a hard stop: later hours do not belong to it
    from_times: bool = False

    @property
    def is_holiday_like(self) -> bool:
        """Usually said of closings: 祝日, 年末年始, お盆."""
        return not (self.days.weekdays or self.days.dates or self.hours)

    def rule(self) -> Rule:
        return Rule(self.days, tuple(self.hours), self.times, self.per)


class _Reading:
    """Goes through the pieces once, from left to right."""

    def __init__(self, found: list[Piece]) -> None:
        self.found = _joined_garbage(found)
        self.at = 0
        self.terms: list[_Term] = []
        self.closed: list[Days] = []
        self.unread: list[str] = []
        self.pending = _Term()
        self.front: list[Hours] = []
        self.targets: list[_Term] = []
        self.joint = self.weekly = self.closing = self.near = False
        self.opening = Opening()

    def done(self) -> Opening:
        for at, piece in enumerate(self.found):
            self.at = at
            getattr(self, f"_{piece.kind}", self._nothing)(piece)
        self._flush()
        for term in self.terms:
            term.hours = term.hours or list(self.front)
        self._keep_open_spans()
        rules = _folded(list(dict.fromkeys(term.rule() for term in self.terms)))
        if not rules and self.front:
            rules = [Rule(hours=tuple(self.front))]
        return replace(
            self.opening, rules=tuple(rules), closed=tuple(dict.fromkeys(self.closed)),
            unread=tuple(self.unread),
        )  # fmt: skip

    def _keep_open_spans(self) -> None:
        """「年末年始」 without 休み: open or closed? Kept as words."""
        for term in self.terms:
            if term.days.span:
                self._unread(Piece("unread", None, str(term.days)))
        self.terms = [term for term in self.terms if not term.days.span]

    # --- what says days

    def _days(self, piece: Piece) -> None:
        weekdays, holidays = piece.value
        if self._is_weekday_of_a_date(piece):
            return
        self.weekly = self.weekly or "毎週" in piece.text
        self._term(weekdays=weekdays, holidays=holidays)

    def _is_weekday_of_a_date(self, piece: Piece) -> bool:
        """11月22日(日): the weekday only repeats it."""
        before = self.found[self.at - 1] if self.at else None
        last = self.terms[-1] if self.terms else None
        return bool(last and last.days.dates and before and before.kind == "open_paren" and len(piece.value[0]) == 1)

    def _every_day(self, piece: Piece) -> None:
        self._term(weekdays=EVERY)

    def _workdays(self, piece: Piece) -> None:
        self._term(weekdays=OFFICE, workdays=True)

    def _weekends(self, piece: Piece) -> None:
        self._term(weekdays=frozenset({5, 6}), holidays=True)

    def _holiday(self, piece: Piece) -> None:
        self._term(holidays=True)

    def _dates(self, piece: Piece) -> None:
        self._term(dates=piece.value)

    _fives = _dates

    def _year_end(self, piece: Piece) -> None:
        self._term(span=piece.value)

    _obon = _span = _year_end

    def _term(self, **more: object) -> None:
        term, self.pending = self.pending, _Term()
        if term.words and not _fits(term.days, more):
            self._unread(Piece("unread", None, term.words))
            term.days = Days()
        term.days = replace(term.days, **more)  # type: ignore[arg-type]
        term.joined, term.weekly = self.joint, self.weekly
        self.joint = self.weekly = False
        self.near = True
        if self.closing:
            self._close(term)
        else:
            self.terms.append(term)

    # --- what stands before or after days

    def _nth(self, piece: Piece) -> None:
        self._before(piece, nths=self.pending.days.nths | piece.value)
        if "週" in piece.text and self._next() not in DAY_WORDS:
            self._term(weekdays=EVERY)

    _last = _nth

    def _fortnight(self, piece: Piece) -> None:
        self._before(piece, fortnight=True)

    def _other_month(self, piece: Piece) -> None:
        self._around(piece, every_other_month=True)

    def _months(self, piece: Piece) -> None:
        if self._next() == "except":
            self._term(months=piece.value)
        else:
            self._around(piece, months=piece.value)

    _even = _odd = _months

    def _since(self, piece: Piece) -> None:
        self._around(piece, since=piece.value)

    def _before(self, piece: Piece, **more: object) -> None:
        self.pending.words += piece.text
        if isinstance(more.get("months"), frozenset):
            more["months"] = self.pending.days.months | more["months"]
        self.pending.days = replace(self.pending.days, **more)  # type: ignore[arg-type]

    def _around(self, piece: Piece, **more: object) -> None:
        """Before its days (偶数月の第2土曜) or after them (第2土曜（偶数月）)."""
        if self._next() in DAY_WORDS or not self.terms or self.pending.words:
            self._before(piece, **more)
            return
        name = next(iter(more))
        for term in [self.terms[-1]] if self.near else self.terms:
            if not getattr(term.days, name) and term.days.named and not term.days.span:
                term.days = replace(term.days, **more)  # type: ignore[arg-type]

    def _times(self, piece: Piece) -> None:
        per, times = piece.value
        if self.near and self._next() not in DAY_WORDS and self.terms and not self.terms[-1].times:
            self.terms[-1].per, self.terms[-1].times = per, times
        else:
            self._flush()
            self.pending.per, self.pending.times = per, times

    def _every_week(self, piece: Piece) -> None:
        self.weekly = True

    # --- hours

    def _hours(self, piece: Piece) -> None:
        self._flush()
        if self.front and self.terms:
            self._give(list(self.front))
            self.front = []
        empty = [term for term in self.terms if not term.hours and not term.fixed]
        if not self.terms:
            self.front += [piece.value] if piece.value not in self.front else []
        elif empty:
            self.targets = empty
            self._give([piece.value])
        else:
            self._more_hours(piece.value)
        self.joint = self.closing = False

    _moment = _part = _all_day = _hours

    def _give(self, hours: list[Hours]) -> None:
        for term in self.terms:
            if not term.hours and not term.fixed:
                term.hours = list(hours)

    def _more_hours(self, hours: Hours) -> None:
        """A second time of the same days; 「午後（13:30〜15:30）」 is one."""
        for term in self.targets or self.terms[-1:]:
            if term.hours and term.hours[-1].name and not hours.name and not self.joint:
                term.hours.pop()
            if hours not in term.hours:
                term.hours.append(hours)

    # --- closings

    def _except(self, piece: Piece) -> None:
        self._flush()
        if not self.terms or (not self.near and piece.text[0] not in "除は"):
            self.closing = True
            return
        while self.terms:
            term = self.terms.pop()
            self._close(term)
            before = self.terms[-1] if self.terms else None
            linked = before is not None and not before.fixed and not before.weekly and (
                term.joined or (term.is_holiday_like and before.is_holiday_like and not before.times)
            )  # fmt: skip
            if not linked:
                break
        self.near = False

    def _close(self, term: _Term) -> None:
        days = term.days
        if days == Days():
            self._unread(Piece("unread", None, f"{term.per}{term.times}回の休み"))
            return
        if days.weekdays and days.holidays:
            if term.weekly and not self.closing:
                self.terms.append(replace(term, days=replace(days, holidays=False)))
            else:
                self.closed.append(replace(days, holidays=False))
            days = Days(holidays=True)
        self.closed.append(days)

    def _closing_label(self, piece: Piece) -> None:
        self._flush()
        self.closing = True

    def _moved(self, piece: Piece) -> None:
        self.opening = replace(self.opening, moved=True)

    # --- the rest

    def _standing(self, piece: Piece) -> None:
        self.opening = replace(self.opening, standing=True)

    def _irregular(self, piece: Piece) -> None:
        self.opening = replace(self.opening, irregular=True)

    def _booking(self, piece: Piece) -> None:
        self.opening = replace(self.opening, booking="要予約")

    def _no_booking(self, piece: Piece) -> None:
        self.opening = replace(self.opening, booking="予約不要")

    def _kept(self, piece: Piece) -> None:
        if piece.value and piece.value not in self.unread:
            self.unread.append(piece.value)

    def _unread(self, piece: Piece) -> None:
        word = piece.text.strip(" 「」/／")
        if word and word not in self.unread:
            self.unread.append(word)

    def _joint(self, piece: Piece) -> None:
        self.joint = True

    def _open_paren(self, piece: Piece) -> None:
        self.joint = False

    def _comma(self, piece: Piece) -> None:
        if not (self.pending.days.nths and self._next() in ("nth", "last")):
            self._flush()
        self.joint = self.near = False

    def _hard(self, piece: Piece) -> None:
        self._flush()
        for term in self.terms:
            term.fixed = True
        self.joint = self.near = self.closing = False

    def _nothing(self, piece: Piece) -> None:
        """Words that say nothing of days."""

    def _next(self) -> str:
        """What comes next, small words left out."""
        for piece in self.found[self.at + 1 :]:
            if piece.kind not in SILENT or piece.kind in ("every_month", "every_week"):
                return piece.kind
            if piece.kind == "open_paren":
                return ""
        return ""

    def _flush(self) -> None:
        """What was said before days that did not come."""
        term, self.pending = self.pending, _Term()
        if term.words:
            self._unread(Piece("unread", None, term.words))
        if term.times:
            self.terms.append(_Term(times=term.times, per=term.per))
            self.near = True


def _fits(before: Days, days: dict[str, object]) -> bool:
    """Whether what was said before fits these days: 第2土曜 does, 第2平日 and 8月の年末年始 do not."""
    if days.get("span") or (before.dates and days.get("dates")):
        return False
    if before.nths and before.fortnight:
        return False
    if before.fortnight and days.get("weekdays") == EVERY:
        return False
    by_weekday = bool(days.get("weekdays")) and not days.get("workdays")
    return by_weekday or not (before.nths or before.fortnight)


def _joined_garbage(found: list[Piece]) -> list[Piece]:
    """A bare 「木」 within 木工教室, a 「休み」 within 夏休み: part of a word that was not understood."""
    made: list[Piece] = []
    for piece in found:
        last = made[-1] if made else None
        after = (
            last and last.kind == "unread" and (piece.kind in ("except", "closing_label", "unread") or _is_bare(piece))
        )
        if last and (after or (piece.kind == "unread" and _is_bare(last))):
            made[-1] = Piece("unread", None, last.text + piece.text)
        else:
            made.append(piece)
    return made


def _is_bare(piece: Piece) -> bool:
    return piece.kind in ("days", "part") and not any(sign in piece.text for sign in ("曜", "毎週", "・", "〜"))


def _folded(rules: list[Rule]) -> list[Rule]:
    """「月2回、第1・3土曜」: how often and which days are one rule."""
    if len(rules) != 2:
        return rules
    for often, days in (rules, rules[::-1]):
        only_often = often.times and not often.days.named and days.days.named and not days.times
        if only_often and (not often.hours or not days.hours or often.hours == days.hours):
            return [replace(days, times=often.times, per=often.per, hours=days.hours or often.hours)]
    return rules
