"""Two people write over the same thing: mine, theirs and what it was stand side by side, and nothing typed is lost."""

import re
from html import unescape
from uuid import uuid4

import pytest

from tasuki.cases.models import Case
from tasuki.ui.seen import boxes, versioned_form
from tests.figures import note

pytestmark = pytest.mark.database


@pytest.fixture
def now(town):
    """The page of 「いま」 of a case, and how it is opened and filled."""
    return f"/cases/{town.case().pk}/now/"


def form_of(answer) -> dict[str, list[str]]:
    """What a browser would send if one pressed the button at once."""
    page = answer.content.decode()
    form = versioned_form(page)
    ours = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', form)
    return {name: box.values for name, box in boxes(form).items()} | {name: [unescape(value)] for name, value in ours}


def opened(somebody, path: str) -> dict[str, list[str]]:
    answer = somebody.get(path)
    assert answer.status_code == 200
    return form_of(answer)


def sent(somebody, path: str, form, **typed):
    return somebody.client.post(path, {**form, **typed})


def text_of(town, field: str = "now_text") -> str:
    with town.acting("sakura"):
        return getattr(Case.objects.get(), field)


def together(town, browse, now, mine, theirs):
    """Both open the form; ken sends first, then sakura; her answer is the page to choose on."""
    sakura, ken = browse("sakura"), browse("ken")
    hers, his = opened(sakura, now), opened(ken, now)
    assert sent(ken, now, his, **theirs).status_code == 302
    answer = sent(sakura, now, hers, **mine)
    assert answer.status_code == 409
    return sakura, answer


def picks(answer) -> dict[str, str]:
    """The boxes that ask, as the page offers them; with the choices already made."""
    page = answer.content.decode()
    hidden = re.findall(
        r'<input type="hidden" name="(_[\w:-]+)" value="([^"]*)"', page[page.index('class="card conflict"') :]
    )
    ticked = re.findall(r'<input type="radio" name="(_pick:[\w-]+)" value="(\w+)" checked', page)
    boxed = re.findall(r'<textarea name="(_(?:edit|was):[\w-]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in [*hidden, *ticked, *boxed]}


def test_mine_theirs_and_what_it_was_stand_side_by_side(town, browse, now):
    first = browse("sakura")
    assert sent(first, now, opened(first, now), text="はじめ。").status_code == 302
    _, answer = together(town, browse, now, {"text": "はじめ。母と会えた。"}, {"text": "はじめ。長男と話せた。"})
    page = answer.content.decode()
    assert "両方が変えた" in page
    assert "はじめ。<mark>母と会えた。</mark>" in page
    assert "はじめ。<mark>長男と話せた。</mark>" in page
    assert "開いたときの内容" in page
    assert text_of(town) == "はじめ。長男と話せた。"


@pytest.mark.parametrize(
    ("pick", "kept"),
    [("mine", "私の文"), ("theirs", "ほかの人の文"), ("edited", "合わせた文")],
)
def test_what_was_chosen_is_kept_once(town, browse, now, pick, kept):
    sakura, answer = together(town, browse, now, {"text": "私の文"}, {"text": "ほかの人の文"})
    form = picks(answer) | {"_pick:text": pick}
    if pick == "edited":
        form["_edit:text"] = "合わせた文"
    for _ in range(2):
        assert sakura.client.post(now, form).status_code == 302
    assert text_of(town) == kept


@pytest.mark.parametrize(("all_of", "kept"), [("mine", "私の文"), ("theirs", "ほかの人の文")])
def test_all_mine_or_all_theirs_with_one_button(town, browse, now, all_of, kept):
    sakura, answer = together(
        town, browse, now, {"text": "私の文", "next_text": "電話"}, {"text": "ほかの人の文", "next_text": "訪問"}
    )
    assert sakura.client.post(now, picks(answer) | {"_all": all_of}).status_code == 302
    assert text_of(town) == kept
    assert text_of(town, "next_text") == {"mine": "電話", "theirs": "訪問"}[all_of]


def test_what_only_one_of_us_changed_is_chosen_already(town, browse, now):
    first = browse("sakura")
    assert sent(first, now, opened(first, now), text="文", next_text="電話").status_code == 302
    sakura, answer = together(town, browse, now, {"text": "私が直した文"}, {"next_text": "訪問"})
    page = answer.content.decode()
    assert "あなたが変えた" in page
    assert "ほかの人が変えた" in page
    assert "両方が変えた：" not in page
    assert sakura.client.post(now, picks(answer)).status_code == 302
    assert (text_of(town), text_of(town, "next_text")) == ("私が直した文", "訪問")


def test_without_a_choice_it_asks_again_and_keeps_everything(town, browse, now):
    sakura, answer = together(town, browse, now, {"text": "私の文"}, {"text": "ほかの人の文"})
    again = sakura.client.post(now, picks(answer))
    assert again.status_code == 409
    page = again.content.decode()
    assert "まだえらんでいない欄があります" in page
    assert "私の文" in page
    assert "ほかの人の文" in page
    assert sakura.client.post(now, picks(again) | {"_pick:text": "mine"}).status_code == 302
    assert text_of(town) == "私の文"


def test_words_written_in_the_box_count_although_it_was_not_ticked(town, browse, now):
    sakura, answer = together(town, browse, now, {"text": "私の文"}, {"text": "ほかの人の文"})
    form = picks(answer) | {"_edit:text": "両方を合わせた"}
    assert sakura.client.post(now, form).status_code == 302
    assert text_of(town) == "両方を合わせた"


def test_a_third_one_who_was_quicker_again_is_a_further_choice(town, browse, now):
    sakura, answer = together(town, browse, now, {"text": "私の文"}, {"text": "ほかの人の文"})
    ken = browse("ken")
    assert sent(ken, now, opened(ken, now), text="三つめの文").status_code == 302
    again = sakura.client.post(now, picks(answer) | {"_pick:text": "mine"})
    assert again.status_code == 409
    assert "三つめ" in again.content.decode()
    assert sakura.client.post(now, picks(again) | {"_pick:text": "mine"}).status_code == 302
    assert text_of(town) == "私の文"


def test_a_form_with_an_error_keeps_the_version_with_which_it_was_opened(town, browse, now):
    """Otherwise putting right one's own mistake would silently write over what a colleague wrote meanwhile."""
    sakura, ken = browse("sakura"), browse("ken")
    hers, his = opened(sakura, now), opened(ken, now)
    assert sent(ken, now, his, text="ほかの人の文").status_code == 302
    wrong = sent(sakura, now, hers, text="私の文", next_on="きのうか")
    assert wrong.status_code == 422
    answer = sent(sakura, now, form_of(wrong), next_on="")
    assert answer.status_code == 409
    assert "開いたときの内容" in answer.content.decode()
    assert text_of(town) == "ほかの人の文"


def test_a_draft_keeps_the_version_with_which_it_was_begun(town, browse):
    case = town.case()
    sakura, ken = browse("sakura"), browse("ken")
    assert sakura.post(f"/cases/{case.pk}/assessment/begin/").status_code == 302
    path = f"/cases/{case.pk}/assessment/edit/"
    hers, his = opened(sakura, path), opened(ken, path)
    field = next(name for name in hers if name.endswith("wishes"))
    with town.acting("sakura"):
        from tasuki.assessments.models import Assessment

        draft = f"/drafts/assessment/{Assessment.objects.get().pk}/"
    assert (
        sent(
            sakura, draft, hers | {"_key": ["5d1bb7d1-53f7-4a0b-8c2e-1c5c4e8d2a10"]}, **{field: "私の下書き"}
        ).status_code
        == 200
    )
    assert sent(ken, path, his, **{field: "ほかの人の文"}, act="save").status_code == 302
    restored = opened(sakura, path)
    assert restored[field] == ["私の下書き"]
    answer = sent(sakura, path, restored, act="save")
    assert answer.status_code == 409
    assert "ほかの人の文" in answer.content.decode()


@pytest.mark.parametrize("base", ["", "でたらめ", "eyJ0ZXh0IjogWyJ4Il19:1abc:xyz"])
def test_without_a_true_base_mine_and_theirs_are_compared(town, browse, now, base):
    sakura, ken = browse("sakura"), browse("ken")
    hers, his = opened(sakura, now), opened(ken, now)
    assert sent(ken, now, his, text="ほかの人の文").status_code == 302
    answer = sent(sakura, now, hers | {"_base": [base]}, text="私の文")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "開いたときの内容" not in page
    assert "両方が変えた" in page


@pytest.mark.parametrize(
    "mine", ["", "[", "[1]", "3", '{"_version": ["9"]}', '{"text": 5}', "[" * 5000, '{"text": [{"a": 1}]}']
)
def test_a_page_of_choices_that_was_tampered_with_is_no_error(town, browse, now, mine):
    sakura, answer = together(town, browse, now, {"text": "私の文"}, {"text": "ほかの人の文"})
    assert sakura.client.post(now, picks(answer) | {"_mine": mine, "_all": "mine"}).status_code in (302, 409, 422)
    for theirs in ("", "x", "x:y:z"):
        assert sakura.client.post(now, picks(answer) | {"_theirs": theirs, "_pick:text": "theirs"}).status_code in (
            409,
            422,
        )


def test_a_refused_form_comes_back_as_it_was_typed(town, browse):
    """A rule said no: the reason on top, every box as it was, a fresh key."""
    case, sakura = town.case(), browse("sakura")
    path = f"/cases/{case.pk}/hand-over/"
    key = "0d5f6a31-1111-4222-8333-444455556666"
    again = sakura.client.post(path, {"_key": "古い", "worker": str(town.workers["ken"].pk), "note": "約束が三つある"})
    page = again.content.decode()
    assert again.status_code == 409
    assert "もう一度送ってください" in page
    assert "約束が三つある</textarea>" in page
    assert re.search(r'name="_key" value="[0-9a-f-]{36}"', page)
    assert key not in page


def test_every_form_with_a_version_is_known():
    """A new one must be listed here, and is then played below."""
    from tests.guards.house import templates

    versioned = {name for name, text in templates().items() if re.search(r"{% posted [a-z]", text)}
    assert versioned == {
        "assessments/edit.html", "casefile/away_sheet.html", "casefile/ecomap_tie.html", "cases/now.html",
        "community/food_donor_form.html", "community/neighbour_form.html", "community/place_form.html",
        "intake/sheet.html", "meetings/act.html", "outreach/watch_form.html", "paper/form.html",
        "participation/sheet.html", "people/form.html", "plans/form.html", "retention/list.html", "supporters/supporter_form.html",
    }  # fmt: skip


KINDS_OF_TEXT = ("text", "words", "wishes", "goal", "note", "description", "minutes", "address", "name", "title")


def for_one_who_may(page, login: str, body: str, browse) -> tuple[str, str]:
    """The form by somebody whose button can be pressed: some things are changed only by the agency that wrote them."""
    from tests.forms import CAST

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


def test_every_form_with_a_version_shows_both_sides(town, browse):
    from tests.forms import opened_pages
    from tests.whole_town import whole_town

    wrong, tried = [], set()
    for page, login, body in opened_pages(whole_town(town), browse):
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
