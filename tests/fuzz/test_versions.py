"""Whatever form two people write over: mine and theirs are shown, and nothing typed is lost (版の食い違い)."""

import re
from html import unescape
from uuid import uuid4

import pytest

from tasuki.ui.seen import boxes, versioned_form
from tests.figures import note
from tests.forms import CAST, opened_pages
from tests.guards.house import templates

pytestmark = pytest.mark.database
KINDS_OF_TEXT = ("text", "words", "wishes", "goal", "note", "description", "minutes", "address", "name", "title")


def test_every_form_with_a_version_is_known():
    """A new one must be listed here, and is then played below."""
    versioned = {name for name, text in templates().items() if re.search(r"{% posted [a-z]", text)}
    assert versioned == {
        "assessments/edit.html", "casefile/away_sheet.html", "casefile/ecomap_tie.html", "cases/basics.html", "cases/now.html",
        "community/food_donor_form.html", "community/neighbour_form.html", "community/place_form.html",
        "intake/sheet.html", "meetings/act.html", "outreach/change.html", "outreach/watch_form.html", "paper/form.html",
        "participation/sheet.html", "people/form.html", "plans/form.html", "retention/list.html", "supporters/supporter_form.html",
    }  # fmt: skip


def for_one_who_may(page, login: str, body: str, browse) -> tuple[str, str]:
    """The form by somebody whose button can be pressed: some things are changed only by the agency that wrote them."""
    for other in (login, *CAST):
        found = browse(other).get(page.address) if other != login else None
        form = versioned_form(body if found is None else found.content.decode())
        if 'type="submit"' in form:
            return other, form
    return login, versioned_form(body)


def anew(page) -> str:
    """Where it is sent; what came in from a tablet once is not asked again, so this is another piece of writing."""
    if page.name != "casefile:away_sheet":
        return page.address
    item = re.findall(r"[0-9a-f-]{36}", page.address)[-1]
    return page.address.replace(item, str(uuid4()))


def test_every_form_with_a_version_shows_both_sides(whole, browse):
    wrong, tried = [], set()
    for page, login, body in opened_pages(whole, browse):
        form = versioned_form(body)
        if not form or page.name == "ui:gallery" or "action=" in form.split(">")[0]:
            continue
        login, form = for_one_who_may(page, login, body, browse)
        ours = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', form)
        free = [
            name for name, box in boxes(form).items() if len(box.values) == 1
            # "minutes" are the words of a meeting in a large box, and how long something took in a small one
            and (box.kind == "textarea" or (box.kind == "text" and not name.endswith("minutes")))
        ]  # fmt: skip
        text = next((name for kind in KINDS_OF_TEXT for name in free if name.endswith(kind)), "")
        mine = {name: box.values for name, box in boxes(form).items() if box.values}
        mine |= {name: [unescape(value)] for name, value in ours}
        mine |= {"_version": [str(int(mine["_version"][0]) + 7)], text: ["私だけの文"]}
        told = browse(login).client.post(anew(page), mine)
        shown = told.content.decode()
        tried.add(page.name)
        if told.status_code != 409 or "すべてあなたの入力にする" not in shown or "私だけの文" not in shown:
            wrong.append(f"{page.name} {login} {text}: {told.status_code} {re.findall(r'＊[^<]*', shown)[:3]}")
    assert wrong == [], "\n".join(wrong)
    assert {
        "cases:now",
        "assessments:edit",
        "community:change_gathering",
        "community:change_place",
        "community:change_session",
        "intake:edit",
        "outreach:watch_change",
        "people:edit",
        "plans:edit",
        "supporters:change_supporter",
    } <= tried
    note(f"版のある画面 {len(tried)}面すべてで両方を表示、失われた入力 0")
