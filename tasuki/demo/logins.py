"""The demo's log-ins (見本のログイン): one published password, who they are, and what each role may try.

Read by the command line, the README and the first-visit page. None of them works outside the demo towns.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from tasuki.staff.identity import municipalities
from tasuki.staff.roles import RoleName

from .stories import TOWNS, load

PASSWORD = "tasuki-no-mihon"

# What to try, five lines a role with their addresses: the same as on the first-visit page.
ONE_LINE = {
    RoleName.COUNSELLOR: "受付、ケース、つなぐシート",
    RoleName.CSW: "アウトリーチの訪問、居場所",
    RoleName.COORDINATOR: "調整、会議にかける、プラン",
    RoleName.SECTION: "支援会議の運営、実績、全体の見渡し",
    RoleName.CHAIR: "呼ばれた議題の資料と結論だけ",
    RoleName.ADMINISTRATOR: "ケースは一件も見えない",
    RoleName.OFFICER: "閲覧の記録、緊急時の点検。ケースの中身は見えない",
}
STRANGER = "どのケースにもかかわらない機関。何も見えない"
SHOWN = (
    "y-suishin", "y-hokatsu", "y-shogai", "y-kurashi", "y-csw", "y-shokan", "y-zacho", "y-kanri", "y-hogo", "y-yosono",
    "c-suishin", "c-hokatsu", "c-life", "c-kokoa", "c-csw3", "c-shokan", "c-bukai", "c-kanri", "c-hogo", "c-yosono",
)  # fmt: skip


@dataclass(frozen=True)
class Login:
    """One row of the table: who may sign in, and what for."""

    town: str
    login: str
    name: str
    agency: str
    role: str
    role_name: str
    title: str
    hint: str


def logins(everybody: bool = True) -> list[Login]:
    """All demo log-ins, or one for each role and town (three 相談員) as `make run` prints them."""
    rows = [row for town in ("yonago", "chofu") for row in _of_town(load(TOWNS / f"{town}.yaml"))]
    if everybody:
        return rows
    return sorted((row for row in rows if row.login in SHOWN), key=lambda row: SHOWN.index(row.login))


def _of_town(facts: dict[str, Any]) -> list[Login]:
    agencies = {agency["key"]: agency["name"] for agency in facts["agencies"]}
    return [
        Login(
            facts["municipality"]["name"], worker["login"], worker["name"], agencies[worker["agency"]], worker["role"],
            RoleName(worker["role"]).label, worker["title"],
            STRANGER if worker.get("stranger") else ONE_LINE[RoleName(worker["role"])],
        )
        for worker in facts["workers"]
    ]  # fmt: skip


def standing_towns() -> set[str]:
    """Names of the municipalities on this server."""
    return {name for _, name in municipalities()}


def lines(everybody: bool = False) -> list[str]:
    """The table for the screen; nothing on a server without demo towns."""
    rows = [row for row in logins(everybody) if row.town in standing_towns()]
    if not rows:
        return []
    table = [("町", "ログイン", "名前", "機関", "役割", "試すこと")]
    table += [(row.town, row.login, row.name, row.agency, row.role_name, row.hint) for row in rows]
    widths = [max(_width(cells[column]) for cells in table) for column in range(5)]
    body = [
        "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=False))
        + f"  {cells[5]}"
        for cells in table
    ]  # fmt: skip
    return ["", "  見本の町のログイン Demo log-ins", *body, f"  パスワードは全員 {PASSWORD} (the same for all)"]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
