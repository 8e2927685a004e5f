"""Two people write over the same thing: mine, theirs and what it was stand side by side, and nothing typed is lost.

Every form of the house that has a version: tests/fuzz/test_versions.py.
"""

import re
from html import unescape

import pytest

from tasuki.cases.models import Case
from tasuki.ui.seen import boxes, versioned_form

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


def test_two_who_write_the_sheet_of_participation_see_both_sides(town, browse):
    """A sheet is written only while it is a draft, so the town of the tests, in which it is fixed, does not show this form."""
    case, sakura, ken = town.case(), browse("sakura"), browse("ken")
    begun = sakura.post(f"/cases/{case.pk}/participation/begin/", person=str(case.people[1].pk))
    path = begun["Location"]
    hers, his = opened(sakura, path), opened(ken, path)
    field = next(name for name in hers if name.endswith("wishes"))
    assert sent(ken, path, his, **{field: "「畑がいい」"}).status_code == 302
    answer = sent(sakura, path, hers, **{field: "「図書館がいい」"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "両方が変えた" in page
    assert "畑がいい" in page
    assert "図書館がいい" in page
    assert sakura.client.post(path, picks(answer) | {f"_pick:{field}": "mine"}).status_code == 302
    assert opened(sakura, path)[field] == ["「図書館がいい」"]


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
