"""Forms as towns draw them: □ to be ticked, lists to choose from, framed lines for the members, content controls of Word."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from tasuki.paper import actions, own
from tasuki.paper.ticks import TICKED, ticked

from .test_own_forms import sent, upload  # noqa: F401  (sent: a fixture)
from .town_forms import controlled_letter, ticked_sheet


@pytest.mark.parametrize(
    ("text", "value", "beside", "told"),
    [
        ("□至急　□早め　□通常", "早め", "", "□至急　☑早め　□通常"),
        ("□介護 □お金 □住まい", "お金、住まい", "", "□介護 ☑お金 ☑住まい"),
        ("□介護　□その他（　　　）", "お金", "", "□介護　☑その他（お金）"),
        ("□介護　□お金", "住まい", "", "□介護　□お金　※住まい"),
        ("□男　□女", "女性", "", "□男　☑女"),
        ("□有　□無", "あり", "", "☑有　□無"),
        ("□", "できる", "できる", "☑"),
        ("□", "予定なし", "できる", "□　※予定なし"),
        ("□本人の同意がある", TICKED, "", "☑本人の同意がある"),
        ("□本人の同意がある", "☐", "", "□本人の同意がある"),
        ("□至急　□早め", "", "", "□至急　□早め"),
        ("□ 至急（　日まで）□ 早め", "至急", "", "☑ 至急（　日まで）□ 早め"),
        ("☐ はい ☐ いいえ", "いいえ", "", "☐ はい ☑ いいえ"),
        ("□あり　□ありそう", "あり", "", "☑あり　□ありそう"),
        ("□あ　□い", "あり得る、い", "", "☑あ　☑い"),
    ],
)  # fmt: skip
def test_the_box_of_a_choice_is_ticked_and_nothing_is_lost(text, value, beside, told):
    assert ticked(text, value, beside) == told


def test_a_sheet_with_boxes_lists_and_framed_members_is_filled(town, sent, browse):  # noqa: F811
    form = upload(town, content=ticked_sheet())
    with town.acting("suzuki") as by:
        tied = [(one["at"], one["field"]) for one in own.proposals(form)]
        assert {at for at, _ in tied} >= {"B2", "B3", "D3", "F3", "B7", "B11"}
        actions.tie_by_labels(form=form, by=by)
        actions.tie_cell(form=form, by=by, sheet=form.places[0]["sheet"], at="F7", field="persons.consented")
        for at in ("B4", "D4"):
            actions.tie_cell(form=form, by=by, sheet=form.places[0]["sheet"], at=at, field="accompany")
        shown = own.Form(form)
        below = {tie.at: len(shown.lines_below(tie)) for tie in shown.ties if tie.place.repeats}
        assert below == {"B7": 4, "F7": 4}
        actions.put_in_force(form=form, by=by, valid_from=form.made_at.date())
    answer = browse("sakura").get(f"/papers/referral/{sent.pk}/own/xlsx/")
    page = load_workbook(io.BytesIO(answer.content))["つなぐシート"]
    assert TICKED in page["B2"].value
    assert [page[at].value for at in ("B3", "D3", "F3")] == ["□本人の同意あり", "☑一部の人が同意", "□同意なし"]
    assert [page[at].value for at in ("B4", "D4")] == ["□", "☑"]
    assert page["B7"].value.startswith("花村 ウメ")
    assert page["B8"].value.startswith("花村 一郎")
    assert [page[f"F{row}"].value for row in (7, 8, 9)] == ["☑有　□無", "□有　☑無", "□有　□無"]
    assert page["B10"].border.bottom.style == "thick"


def test_the_towns_words_beside_a_box_are_tied_to_an_answer_on_the_page(town, browse):
    form = upload(town, content=ticked_sheet())
    with town.acting("suzuki") as by:
        actions.tie_by_labels(form=form, by=by)
        place = next(one for one in form.places if one["at"] == "B2")
    her = browse("suzuki")
    page = her.get(f"/settings/paper/{form.pk}/", sheet="0", cell="B2").content.decode()
    assert "□早めに に印を付ける答え" in page
    with town.acting("suzuki"):
        word = next(one.options for one in own.Form(form).places if one.key == "urgency")[1]
    told = {"sheet": place["sheet"], "at": "B2", "field": "urgency", "box-1": word}
    assert her.post(f"/settings/paper/{form.pk}/", **told).status_code == 302
    assert her.post(f"/settings/paper/{form.pk}/", **(told | {"box-1": "作りもの"})).status_code == 422
    with town.acting("suzuki"):
        form.refresh_from_db()
        assert next(one for one in form.places if one["at"] == "B2")["means"] == {"早めに": word}
        example = own.example(form)
        example.values["urgency"] = word
        filled = own.filled(form, example)
    assert load_workbook(io.BytesIO(filled)).active["B2"].value == "□至急　☑早めに　□ふつう　□その他（　　　）"


def test_content_controls_of_word_are_filled_and_ticked_and_their_rows_repeat(town, sent, browse):  # noqa: F811
    form = upload(town, content=controlled_letter(), name="つなぐシート.docx")
    assert own.Form(form).check().wrong == []  # 「文書番号」 is the town's own
    with town.acting("suzuki") as by:
        actions.put_in_force(form=form, by=by, valid_from=form.made_at.date())
    letter = Document(io.BytesIO(browse("sakura").get(f"/papers/referral/{sent.pk}/own/docx/").content))
    xml = letter.element.xml
    words = ["".join(piece.text or "" for piece in one.iter("{*}t")) for one in letter.element.iter("{*}sdtContent")]
    assert words[:3] == ["地域包括支援センター 第3", "☒", "ここに入力"]
    assert len(letter.tables[0].rows) == 3
    assert words[3].startswith("花村 ウメ")
    assert [words[4], words[6]] == ["☒", "☐"]
    assert xml.count('w:id w:val="77"') == 5  # a copied row has no number twice
