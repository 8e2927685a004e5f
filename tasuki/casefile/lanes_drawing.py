"""The lanes as SVG (横の経過の図), a year to a sheet: phases on top, agencies below, gaps hatched, today, next dates."""

from datetime import date, timedelta
from xml.sax.saxutils import escape

from tasuki.people.genogram import FONTS
from tasuki.people.genogram_ink import INK, PAPER, line, num, tag, text
from tasuki.people.genogram_layout import clipped, text_width
from tasuki.shared.calendar_jp import wareki_plain

from .lanes import KINDS, Band, Lane, Lanes, Tick

LEFT, WIDE, LANE, TOP = 168.0, 860.0, 58.0, 46.0
GREY, BAND, STRONG = "#6b6b67", "#d9d8d3", "#9d9c96"
YEAR = 366


def sheets(lanes: Lanes, note: str = "") -> list[tuple[str, str]]:
    """(heading, SVG), a year each."""
    found: list[tuple[str, str]] = []
    start = lanes.start
    while not found or start <= lanes.end:
        end = start + timedelta(days=YEAR - 1)
        # The last bit of a case does not get a sheet of its own when it fits on the one before.
        end = lanes.end if lanes.end <= end + timedelta(days=61) else end
        end = max(end, start + timedelta(days=60))
        title = f"{wareki_plain(start)}〜{wareki_plain(min(end, lanes.end))}"
        found.append((title, Sheet(lanes, start, end).draw(title, note)))
        start = end + timedelta(days=1)
    return found


class Sheet:
    """One year."""

    def __init__(self, lanes: Lanes, start: date, end: date) -> None:
        self.lanes, self.start, self.end = lanes, start, end
        self.days = (end - start).days + 1
        self.rows = [("節目", lanes.events), ("くらし", lanes.life)]
        self.rows = [(name, [one for one in ticks if self.has(one.on)]) for name, ticks in self.rows]
        self.high = TOP + 34 + 30 * len(self.rows) + LANE * len(lanes.shown)

    def has(self, day: date) -> bool:
        """Whether a day is on this sheet."""
        return self.start <= day <= self.end

    def x(self, day: date) -> float:
        """Across, kept within the sheet."""
        return LEFT + WIDE * min(max((day - self.start).days, 0), self.days) / self.days

    def draw(self, title: str, note: str) -> str:
        """The whole sheet."""
        y = TOP + 34 + 30 * len(self.rows)
        # Under the bars, so that no line goes through their words.
        body = (
            self._gaps()
            + self._months()
            + self._today(y + LANE * len(self.lanes.shown))
            + self._phases()
            + self._rows()
        )
        for lane in self.lanes.shown:
            body += self._lane(lane, y)
            y += LANE
        foot, y = self._legend(y + 8)
        if note:
            y += 20
            foot += text(LEFT + WIDE, y - 4, clipped(note, WIDE), 12, "end")
        full = LEFT + WIDE + 14
        inside = tag("title", escape(f"経過 {title}")) + tag("desc", escape(self._words()))
        inside += tag("rect", x=0, y=0, width=full, height=y + 8, fill=PAPER, stroke="none") + body + foot
        return tag(
            "svg", inside, xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"0 0 {num(full)} {num(y + 8)}",
            width=full, height=y + 8, font_family=FONTS, fill="none", stroke=INK, stroke_width=1.4,
        )  # fmt: skip

    def _months(self) -> str:
        """A line and a name for each month, the year at its beginning."""
        parts, day = [], self.start
        while day <= self.end:
            x = self.x(day)
            parts.append(line([(x, 24), (x, self.high)], stroke="#dcdbd6", stroke_width=1))
            step = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            if self.x(min(step, self.end)) - x > 22:
                parts.append(text(x + 3, 36, f"{day.month}月", 12, "start", GREY))
            if (day == self.start or day.month == 1) and x < LEFT + WIDE - 40:
                parts.append(text(x + 3, 20, wareki_plain(day).split("年")[0] + "年", 12, "start"))
            day = step
        return "".join(parts)

    def _band(self, band: Band, y: float, high: float, fill: str) -> str:
        """A bar with its words, as far as they fit."""
        end = band.end or self.lanes.end
        if end < self.start or band.start > self.end:
            return ""
        x1, x2 = self.x(band.start), max(self.x(end), self.x(band.start) + 3)
        shape = tag("rect", x=x1, y=y, width=x2 - x1, height=high, fill=fill, stroke=INK, stroke_width=0.8, rx=2)
        if x2 - x1 < 28:
            return shape
        return shape + text(x1 + 4, y + high / 2 + 4.3, clipped(band.words, x2 - x1 - 8), 12, "start")

    def _phases(self) -> str:
        parts = [text(10, TOP + 17, "段階", 12.5, "start")]
        fills = (BAND, "#efeee9")
        parts += [self._band(one, TOP + 3, 20, fills[n % 2]) for n, one in enumerate(self.lanes.phases)]
        return "".join(parts)

    def _rows(self) -> str:
        """節目 and くらし: a mark each; words where there is room."""
        parts, y = [], TOP + 34
        for name, ticks in self.rows:
            parts.append(text(10, y + 17, name, 12.5, "start"))
            free = LEFT
            for tick in ticks:
                x = self.x(tick.on)
                parts.append(_mark("event" if name == "節目" else "life", x, y + 8))
                wide = min(text_width(tick.words, 12), 150)
                at = min(x - 3, LEFT + WIDE - wide)
                if at >= free:
                    parts.append(text(at, y + 26, clipped(tick.words, 150), 12, "start"))
                    free = at + wide + 8
            y += 30
        return "".join(parts)

    def _lane(self, lane: Lane, y: float) -> str:
        """An agency: its bands, then its contacts in two rows so that near ones are both seen."""
        parts = [line([(6, y), (LEFT + WIDE, y)], stroke="#b9b8b3", stroke_width=1)]
        words = clipped(lane.name, 150 * 2 - 12)
        cut = next((n for n in range(len(words), 0, -1) if text_width(words[:n], 12.5) <= 150), len(words))
        parts += [
            text(10, y + 20 + i * 16, one, 12.5, "start")
            for i, one in enumerate(filter(None, (words[:cut], words[cut:])))
        ]
        bands = [one for one in lane.bands if (one.end or self.lanes.end) >= self.start and one.start <= self.end]
        until: list[date] = []
        for band in bands:
            row = next((n for n, day in enumerate(until) if day <= band.start), len(until))
            if row < 2:  # what has no room is told in the table
                until[row : row + 1] = [band.end or date.max]
                parts.append(self._band(band, y + 4 + 16 * row, 15, STRONG if band.strong else BAND))
        last = [-99.0, -99.0]
        for tick in (one for one in lane.ticks if self.has(one.on)):
            x = self.x(tick.on)
            row = 0 if x - last[0] >= 9 or last[0] <= last[1] else 1
            last[row] = x
            parts.append(_mark(tick.kind, x, y + 43 + (row * 8 - 4 if x - last[1 - row] < 9 else 0)))
        return "".join(parts)

    def _gaps(self) -> str:
        """Hatched from top to bottom, with the days in words."""
        parts = []
        for gap in self.lanes.gaps:
            if gap.end < self.start or gap.start > self.end:
                continue
            x1, x2 = self.x(gap.start), self.x(gap.end)
            top, low = TOP + 28.0, self.high
            step, x = 14, x1 - (low - top)
            strokes = ""
            while x < x2:
                a, b = max(x, x1), min(x + low - top, x2)
                if b > a:
                    strokes += line([(a, top + (a - x)), (b, top + (b - x))], stroke="#c9c8c3", stroke_width=1)
                x += step
            parts.append(strokes)
            if x2 - x1 > 60:
                words = f"{gap.days}日 接触なし"
                wide = text_width(words, 12) + 8
                middle = (x1 + x2) / 2
                parts.append(tag("rect", x=middle - wide / 2, y=low - 16, width=wide, height=16, fill=PAPER, stroke="#6b6b67",
                                 stroke_width=0.8) + text(middle, low - 4, words, 12))  # fmt: skip
        return "".join(parts)

    def _today(self, low: float) -> str:
        """Today's line, and what comes next."""
        parts = []
        if self.has(self.lanes.today):
            x = self.x(self.lanes.today)
            parts.append(line([(x, 24), (x, low)], stroke=INK, stroke_width=2) + text(x, 12, "きょう", 12, "end"))
        for one in self.lanes.next:
            if one.on and self.has(one.on) and one.on >= self.lanes.today:
                x = self.x(one.on)
                parts.append(line([(x, TOP), (x, low)], stroke=INK, stroke_width=1.2, stroke_dasharray="5 4"))
        return "".join(parts)

    def _legend(self, y: float) -> tuple[str, float]:
        used = [kind for kind in KINDS if any(tick.kind == kind for lane in self.lanes.shown for tick in lane.ticks)]
        items = [(_mark(kind, 0, 0), KINDS[kind]) for kind in used]
        names = {"節目": ("event", "節目"), "くらし": ("life", "くらしのできごと")}
        items += [(_mark(names[name][0], 0, 0), names[name][1]) for name, ticks in self.rows if ticks]
        if any(one.on and one.on >= self.lanes.today for one in self.lanes.next):
            items.append((line([(0, -8), (0, 8)], stroke_dasharray="5 4"), "これからの期日"))
        if self.lanes.gaps:
            items.append((line([(-8, -8), (8, 8)], stroke="#6b6b67"), f"{self.lanes.gap_days}日をこえて接触なし"))
        parts, x = [], 24.0
        for sign, words in items:
            parts.append(
                tag("g", sign, transform=f"translate({num(x)} {num(y + 12)})")
                + text(x + 14, y + 16.5, words, 12, "start")
            )
            x += 42 + text_width(words, 12)
        return "".join(parts), y + 26

    def _words(self) -> str:
        """For whoever has it read aloud; the table below says more."""
        said = [f"{lane.name}：{lane.counted or '記録なし'}" for lane in self.lanes.shown]
        return "。".join([*said, *(gap.said for gap in self.lanes.gaps)])[:8000] or "記録なし"


def _mark(kind: str, x: float, y: float) -> str:
    """■ visit, ● talk, ○ telephone, ◆ meeting, | other; ▲ milestone, △ life."""
    if kind == "visit":
        return tag("rect", x=x - 4, y=y - 4, width=8, height=8, fill=INK, stroke="none")
    if kind in ("phone", "interview"):
        return tag("circle", cx=x, cy=y, r=4, fill=PAPER if kind == "phone" else INK, stroke_width=1.4)
    if kind == "meeting":
        return tag("path", d=f"M{num(x)} {num(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z", fill=INK, stroke="none")
    if kind in ("event", "life"):
        return tag(
            "path", d=f"M{num(x)} {num(y - 6)}l5.5 10h-11Z", fill=INK if kind == "event" else PAPER, stroke_width=1.2
        )
    return line([(x, y - 5), (x, y + 5)], stroke_width=2)


__all__ = ["Sheet", "Tick", "sheets"]
