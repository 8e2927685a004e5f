"""The yearly list of posts (人事異動の表) as lines: what each one asks for, and what is wrong with it. Reads only."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tasuki.shared import clock
from tasuki.shared.calendar_jp import parse_date, wareki_short
from tasuki.shared.decisions import Refused
from tasuki.tenancy.models import Agency

from . import rules
from .models import Post, Worker
from .roles import RoleName

HEADINGS = {
    "login": "ログイン名", "name": "氏名", "kana": "カナ", "agency": "機関", "role": "役割", "title": "職名",
    "since": "開始", "until": "終了（最後の日）",
}  # fmt: skip
MEANT = {"終了": "until", "終了日": "until", "開始日": "since", "職員": "name", "配属日": "since", "フリガナ": "kana"}
NEW, ASSIGN, END, CHANGE, SAME = "new", "assign", "end", "change", "same"
DEEDS = {NEW: "職員を登録", ASSIGN: "配属を加える", END: "配属を終える", CHANGE: "職名を直す", SAME: "変わりなし"}
MOST = 3000


@dataclass
class Line:
    """One row of the table: as it was written, as it is understood, and what it will do."""

    number: int
    said: dict[str, str]
    worker: Worker | None = None
    agency: Agency | None = None
    role: str = ""
    since: date | None = None
    until: date | None = None
    post: Post | None = None
    deed: str = SAME
    leaving: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What it will do, in words."""
        return DEEDS[self.deed]


def rows_said(rows: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """The rows below the headings as texts, dates as ISO; `Refused` when there are no such headings."""
    for number, row in enumerate(rows[:20]):
        columns = {name: at for at, cell in enumerate(row) if (name := _heading(cell))}
        if {"login", "agency", "role"} <= set(columns):
            below = rows[number + 1 : number + 1 + MOST]
            told = [{name: _text(line[at]) if at < len(line) else "" for name, at in columns.items()} for line in below]
            return [one | {"row": str(number + 2 + at)} for at, one in enumerate(told) if any(one.values())]
    raise Refused("「ログイン名」「機関」「役割」の見出しのある行が見つかりません。ひな形の見出しを使ってください。")


def _heading(cell: Any) -> str:
    said = _flat(_text(cell))
    names = {_flat(text): name for name, text in HEADINGS.items()} | {_flat(text): name for text, name in MEANT.items()}
    return names.get(said, "")


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


class Reader:
    """Everything the lines are compared with, read once."""

    def __init__(self, by: Worker) -> None:
        self.by = by
        self.workers = {worker.login: worker for worker in Worker.objects.all()}
        self.posts: dict[Any, list[Post]] = {}
        for post in Post.objects.select_related("agency"):
            self.posts.setdefault(post.worker_id, []).append(post)
        self.agencies: dict[str, Agency] = {}
        for agency in Agency.objects.all():
            self.agencies |= {_flat(name): agency for name in (agency.key, agency.nickname, agency.name) if name}
        self.roles = {_flat(text): role.value for role in RoleName for text in (role.value, role.label)}
        self.roles["地域福祉コーディネーター"] = self.roles["CSW"] = RoleName.CSW

    def lines(self, said: Iterable[dict[str, str]]) -> list[Line]:
        """All lines with what they will do; those with errors will do nothing."""
        lines = [self._line(one) for one in said]
        twice = Counter(_key(line) for line in lines)
        for line in lines:
            if twice[_key(line)] > 1:
                line.errors.append("同じ配属の行が、この表に二つあります。")
        self._mark_leavers(lines)
        return lines

    def _line(self, said: dict[str, str]) -> Line:
        line = Line(int(said["row"]), said)
        line.worker = self.workers.get(said.get("login", ""))
        line.agency = self.agencies.get(_flat(said.get("agency", "")))
        line.role = self.roles.get(_flat(said.get("role", "")), "")
        line.since, line.until = _day(line, "since"), _day(line, "until")
        if line.until:
            line.until += timedelta(days=1)  # the table says the last day, the post its morrow
        for wrong, told in (
            (not said.get("login"), "ログイン名がありません。"),
            (line.agency is None, f"機関「{said.get('agency', '')}」が登録されていません。"),
            (not line.role, f"役割「{said.get('role', '')}」はありません。"),
            (line.since and line.until and line.until <= line.since, "終了が開始より前です。"),
            (_named_otherwise(line), f"ログイン名 {said.get('login')} は、別の氏名（{line.worker}）の人のものです。"),
        ):
            if wrong:
                line.errors.append(told)
        if not line.errors:
            self._decide(line)
        return line

    def _decide(self, line: Line) -> None:
        """Which deed the line asks for."""
        assert line.agency is not None
        mine = [
            post for post in self.posts.get(line.worker.pk if line.worker else None, [])
            if (post.agency_id, post.role) == (line.agency.pk, line.role)
        ]  # fmt: skip
        if line.worker is None and not (line.said.get("name") and line.since):
            line.errors.append("新しい職員です。氏名と開始を書いてください。")
        elif line.agency.closed_on and (line.since or clock.today()) >= line.agency.closed_on:
            line.errors.append(f"機関「{line.agency}」は廃止されています。")
        elif line.worker is None:
            line.deed = NEW
        elif found := _meant(mine, line.since):
            self._about(line, found)
        elif line.since is None:
            line.errors.append("終える配属が見つかりません。新しい配属なら、開始を書いてください。")
        elif over := next((post for post in mine if _overlap(post, line)), None):
            line.errors.append(f"{wareki_short(over.since)} からの同じ配属と重なっています。")
        else:
            line.deed = ASSIGN

    def _about(self, line: Line, post: Post) -> None:
        """A post that there is already: ended, its title mended, or as it was."""
        line.post = post
        if line.until and post.until is None:
            line.deed = END
            may = rules.may_end_post(post, self.by)
            line.errors += [] if may else [may.reason]
        elif line.until and line.until != post.until:
            line.errors.append(f"この配属は {wareki_short(post.until)} の前日に終わることになっています。")
        elif line.said.get("title") and line.said["title"] != post.title:
            line.deed = CHANGE

    def _mark_leavers(self, lines: list[Line]) -> None:
        """Whose log-in ends, because after the last line no post is left."""
        ending = {line.post.pk for line in lines if line.post and line.deed == END and not line.errors}
        beginning = {line.worker.pk for line in lines if line.worker and line.deed == ASSIGN and not line.errors}
        for line in lines:
            if line.deed == END and line.worker and not line.errors:
                left = [p for p in self.posts.get(line.worker.pk, []) if p.until is None and p.pk not in ending]
                line.leaving = not left and line.worker.pk not in beginning


def _key(line: Line) -> tuple[str, str, str, str]:
    return (line.said.get("login", ""), _flat(line.said.get("agency", "")), line.role, line.said.get("since", ""))


def _day(line: Line, name: str) -> date | None:
    said = line.said.get(name, "")
    try:
        return parse_date(said) if said else None
    except ValueError as wrong:
        line.errors.append(f"{HEADINGS[name]}「{said}」を日付として読めません。{wrong}")
        return None


def _named_otherwise(line: Line) -> bool:
    said = _flat(line.said.get("name", ""))
    return bool(line.worker and said and said != _flat(line.worker.name))


def _meant(posts: list[Post], since: date | None) -> Post | None:
    """The post with this beginning, or, where the line names none, the latest."""
    if since is None:
        return max(posts, key=lambda post: post.since, default=None)
    return next((post for post in posts if post.since == since), None)


def _overlap(post: Post, line: Line) -> bool:
    assert line.since is not None
    return (post.until is None or post.until > line.since) and (line.until is None or line.until > post.since)
