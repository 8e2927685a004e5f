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

# What to try, five lines a role; the address stands at the end.
TRY_THIS: dict[str, list[str]] = {
    RoleName.COUNSELLOR: [
        "きょうの画面で、返事を待っているつなぐシートを開く　/",
        "相談を受けて、三分で受付票を書く　/consultations/new/",
        "自分のケースを開き、「いま」と次の一手を書きかえる　/cases/",
        "ほかの機関へつなぐシートを送る　/referrals/",
        "同じ世帯を別の機関の人で開き、見える範囲の違いを確かめる　/cases/",
    ],
    RoleName.CSW: [
        "きょうの画面で、次に訪ねる約束を見る　/",
        "アウトリーチの一覧から訪問を記録する（会えなくても一件）　/outreach/",
        "集いの場で聞いた話を、名前なしで受け付ける　/consultations/new/",
        "届いたつなぐシートに、受ける・断る・問い合わせるで答える　/referrals/",
        "訪問のあと、段階を「つなぎ」へ進める　/outreach/",
    ],
    RoleName.COORDINATOR: [
        "86歳の母と40代の長男の世帯を開き、経過とプランを読む　/cases/",
        "会議の承認を待つプランを読む　/meetings/",
        "同意のない世帯を支援会議にかけ、呼ぶ機関を選ぶ　/meetings/",
        "つなぐシートを多機関協働として受ける　/referrals/",
        "終わった世帯（令和2年度）の始めから終わりまでをたどる　/cases/",
    ],
    RoleName.SECTION: [
        "今年度の実績を見て、数字の後ろの記録を開く　/reports/",
        "これから開く支援会議の議題と、呼んだ機関を見る　/meetings/",
        "返事が期限を過ぎたつなぐシートを探す　/referrals/",
        "ひと月以上会えていない世帯を探す　/cases/",
        "ケースを開き、だれが見たかを確かめる　/cases/",
    ],
    RoleName.CHAIR: [
        "呼ばれている議題の守秘に同意して、資料を読む　/meetings/",
        "議題の結論と役割分担を記す　/meetings/",
        "重層的支援会議で、プランを承認するか差し戻す　/meetings/",
        "ケースそのものは開けないことを確かめる　/cases/",
        "今年度の会議の回数を見る　/reports/",
    ],
    RoleName.ADMINISTRATOR: [
        "自分の役割でできることを読む　/me/",
        "ケースが一件も見えないことを確かめる　/cases/",
        "世帯の名前で探しても、何も出ないことを確かめる　/search/?q=寓話",
        "町の居場所・資源の台帳を開く　/places/",
        "ほかの役割でサインインして、見え方の違いを比べる　/sign-in/",
    ],
}  # fmt: skip
ONE_LINE = {
    RoleName.COUNSELLOR: "受付、ケース、つなぐシート",
    RoleName.CSW: "アウトリーチの訪問、居場所",
    RoleName.COORDINATOR: "調整、会議にかける、プラン",
    RoleName.SECTION: "支援会議の運営、実績、全体の見渡し",
    RoleName.CHAIR: "呼ばれた議題の資料と結論だけ",
    RoleName.ADMINISTRATOR: "ケースは一件も見えない",
}
STRANGER = "どのケースにもかかわらない機関。何も見えない"
SHOWN = (
    "y-suishin", "y-hokatsu", "y-shogai", "y-kurashi", "y-csw", "y-shokan", "y-zacho", "y-kanri", "y-yosono",
    "c-suishin", "c-hokatsu", "c-life", "c-kokoa", "c-csw3", "c-shokan", "c-bukai", "c-kanri", "c-yosono",
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


def try_this(role: str) -> list[tuple[str, str]]:
    """The five lines of a role as (text, address)."""
    parts = [line.rpartition("　") for line in TRY_THIS[role]]
    return [(text, address) for text, _, address in parts]


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
