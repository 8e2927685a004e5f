"""Nothing typed twice: a ledger of 1,000 rows from another system, 20 faults mended on the page, taken in once."""

import re
import secrets
import time

import pytest
from playwright.sync_api import expect

from tasuki.exchange.tests.carrying import FAULTS, as_csv, ledger

pytestmark = pytest.mark.journey
PATIENCE = 180_000
PASTE = """(box, text) => {
  const carried = new DataTransfer();
  carried.setData('text/plain', text);
  box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: carried, bubbles: true, cancelable: true}));
}"""


def numbered(mark: str) -> list[list[str]]:
    """The ledger with numbers and names of this run, so that it may be run again in the same town."""
    table = ledger()
    for row in table[3:]:
        row[0] = row[0].replace("T-", f"{mark}-")
        row[1] = row[1] + mark if row[1].strip() else row[1]
    return table


def test_a_thousand_rows_of_another_system_are_mended_and_taken_in_once(people):
    mark = secrets.token_hex(2)
    table = numbered(mark)
    her = people("y-suishin")
    her.go("/carry/").checked().fits().reads("表を持ちこむ")
    file = {"name": "相談台帳.csv", "mimeType": "text/csv", "buffer": as_csv(table)}
    her.page.locator("input[type=file]").set_input_files(file)
    her.press("読みこんで列を確かめる", "列の意味").checked().fits().reads("1000行あります")
    her.type(source=f"相談台帳{mark}").press("行を確かめる", "直すところのある行").checked().fits()
    her.reads("という日はありません")
    expect(her.page.locator(".grid tbody tr")).to_have_count(20)
    for at, _, _, item, right in FAULTS[1:]:
        her.page.locator(f"[name='c-{at + 3}-{item}']").fill(right + (mark if item == "name" else ""))
    first = her.page.locator("[name='c-6-birth']")
    first.evaluate(PASTE, "S20.2.3\t本人\n")  # a block of two cells as Excel copies it
    expect(first).to_have_value("S20.2.3")
    her.press("直して確かめる", "取り込む").checked().fits()
    if her.page.get_by_role("button", name="残りはすべて新しく登録").count():
        her.press("残りはすべて新しく登録", "1000行")
    begun = time.monotonic()
    her.press("すべて取り込む")
    expect(her.page.locator("h1")).to_contain_text("取り込みました", timeout=PATIENCE)
    print(f"1,000 rows taken in within {time.monotonic() - begun:.0f} s")
    her.checked().fits().reads("334").reads("この取り込みを取り消す")
    done = her.path()
    her.page.locator("main table a[href^='/cases/']").first.click()
    her.reads(f"相談台帳{mark}").reads("から取り込み")
    her.go("/carry/").page.locator("input[type=file]").set_input_files(file | {"name": "もう一度.csv"})
    her.press("読みこんで列を確かめる", "列の意味")
    expect(her.page.locator("[name=source]")).to_have_value(re.compile(".+"))
    her.type(source=f"相談台帳{mark}").press("行を確かめる", "取り込み済み")
    expect(her.page.locator(".stats")).to_contain_text(re.compile(r"取り込み済み\s*980"))
    her.press("この表を捨てる")
    her.go(f"{done}undo/").reads("消えるもの").checked().fits()
    her.press("取り消す", "すべて消しました").checked()
