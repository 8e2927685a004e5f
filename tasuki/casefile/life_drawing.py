"""What is known of the lives before (くらしの年表の図), a lane for each person, from the first year to today."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID
from xml.sax.saxutils import escape

from tasuki.assessments.life import LifeEvent
from tasuki.people.genogram import FONTS
from tasuki.people.genogram_ink import INK, PAPER, line, num, tag, text
from tasuki.people.genogram_layout import clipped, text_width
from tasuki.shared.calendar_jp import era_of, era_year

LEFT, WIDE, TOP, ROW, WORDS = 128.0, 900.0, 40.0, 18.0, 300.0
GREY, RULE, SPAN = "#6b6b67", "#dcdbd6", "#9d9c96"
HOUSEHOLD = "世帯"
_STEPS = (1, 2, 5, 10, 20, 50)


def life_sheet(events: Sequence[LifeEvent], names: Mapping[UUID, str], today: date, note: str = "") -> str:
    """As SVG; empty without events. The list below it says the same."""
    if not events:
        return ""
    first = min(one.first for one in events).year
    sheet = _Sheet(first - first % 5, max(today.year, max(one.on for one in events).year) + 1)
    lanes = {
        whom: [one for one in events if one.person == whom] for whom in dict.fromkeys(one.person for one in events)
    }
    body, y = "", TOP + 6
    for whom, listed in lanes.items():
        drawn, y = sheet.lane(names.get(whom, "") if whom else HOUSEHOLD, listed, y)
        body += drawn
    foot = text(LEFT + WIDE, y + 16, clipped(note, WIDE), 12, "end") if note else ""
    high, full = y + (24 if note else 8), LEFT + WIDE + 14
    said = "。".join(f"{names.get(one.person, '') if one.person else HOUSEHOLD}：{one.words}" for one in events)
    inside = tag("title", "くらしの年表") + tag("desc", escape(clipped(said, 20000)))
    inside += tag("rect", x=0, y=0, width=full, height=high, fill=PAPER, stroke="none") + sheet.years(y) + body + foot
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"0 0 {num(full)} {num(high)}",
        width=full, height=high, font_family=FONTS, fill="none", stroke=INK, stroke_width=1.4,
    )  # fmt: skip


class _Sheet:
    """The scale of years."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = date(start, 1, 1), date(end, 1, 1)
        self.days = (self.end - self.start).days

    def x(self, day: date) -> float:
        """Across."""
        return LEFT + WIDE * min(max((day - self.start).days, 0), self.days) / self.days

    def years(self, low: float) -> str:
        """A line and the year in both ways of counting, as close as they can be read."""
        span = self.end.year - self.start.year
        step = next((one for one in _STEPS if WIDE * one / span >= 76), _STEPS[-1])
        parts = []
        for year in range(self.start.year, self.end.year, step):
            x = self.x(date(year, 1, 1))
            era = era_of(date(year, 12, 31))
            parts.append(line([(x, 30), (x, low)], stroke=RULE, stroke_width=1))
            if x < LEFT + WIDE - 40:
                parts.append(text(x + 2, 13, era_year(era, year) if era else f"{year}年", 12, "start"))
                parts.append(text(x + 2, 27, str(year), 12, "start", GREY))
        return "".join(parts)

    def lane(self, name: str, events: Sequence[LifeEvent], y: float) -> tuple[str, float]:
        """One person: marks in order of time, each with its words beside it in the first row that has room."""
        parts = [line([(6, y), (LEFT + WIDE, y)], stroke="#b9b8b3", stroke_width=1)]
        parts.append(text(8, y + 18, clipped(name, LEFT - 16), 12.5, "start"))
        rows: list[list[tuple[float, float]]] = []
        for one in events:
            words, x = clipped(one.words, WORDS), self.x(one.on)
            start, end = self._bar(one)
            wide = text_width(words, 12)
            # Near the right edge the words stand before the mark.
            at = x + 9 if x + 9 + wide <= LEFT + WIDE else x - 9 - wide
            taken = (min(start, at, x - 6) - 8, max(end, at + wide, x + 6))
            row = next(
                (n for n, ends in enumerate(rows) if all(taken[0] >= b or taken[1] <= a for a, b in ends)), len(rows)
            )
            rows[row : row + 1] = [[*(rows[row] if row < len(rows) else []), taken]]
            level = y + 14 + ROW * row
            parts += [self._event(one, x, level), text(at, level + 4.3, words, 12, "start")]
        return "".join(parts), y + max(1, len(rows)) * ROW + 12

    def _bar(self, one: LifeEvent) -> tuple[float, float]:
        """From where to where it may have been; a point where that is known well enough."""
        if (one.last - one.first).days <= 400:
            return self.x(one.on), self.x(one.on)
        return self.x(one.first), self.x(one.last)

    def _event(self, one: LifeEvent, x: float, y: float) -> str:
        """△, on a bar as long as the time is uncertain."""
        start, end = self._bar(one)
        bar = line([(start, y + 6.5), (end, y + 6.5)], stroke=SPAN, stroke_width=2.5) if end > start else ""
        return bar + tag("path", d=f"M{num(x)} {num(y - 6)}l5.5 10h-11Z", fill=PAPER, stroke_width=1.2)


__all__ = ["life_sheet"]
