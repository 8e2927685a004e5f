"""What differs between two texts is marked; boxes of a page are read as the browser would send them."""

import time

from tasuki.ui.differing import marked
from tasuki.ui.seen import boxes, versioned_form


def test_only_what_is_new_is_marked():
    assert marked("母は元気。長男と会えた。", "母は元気。") == "母は元気。<mark>長男と会えた。</mark>"
    assert marked("同じ", "同じ") == "同じ"
    assert marked("", "前の文") == ""


def test_another_text_altogether_is_marked_whole():
    assert marked("電話する", "水曜に病院で待ち合わせ") == "<mark>電話する</mark>"


def test_what_was_typed_is_never_markup():
    assert marked("<b>太字</b>", "") == "<mark>&lt;b&gt;太字&lt;/b&gt;</mark>"
    assert "<script" not in marked("前<script>", "前")


def test_long_texts_are_compared_by_sentences_and_quickly():
    mine, theirs = "あいう。" * 4000 + "私の文。", "あいう。" * 4000 + "ほかの人の文。"
    began = time.perf_counter()
    marked(mine, theirs)
    assert time.perf_counter() - began < 3


PAGE = """<form method="post"><input type="hidden" name="_key" value="k"></form>
<form method="post"><input type="hidden" name="_version" value="3"><input type="hidden" name="next" value="/a/?b=1&amp;c=2">
<h2>世帯</h2><label for="a">氏 <span class="must">※必須</span></label><input type="text" id="a" name="a" value="山&quot;本">
<fieldset><legend>方法</legend><label><input type="radio" name="m" value="v" checked><span>訪問</span></label>
<label><input type="radio" name="m" value="t"><span>電話</span></label></fieldset>
<label><input type="checkbox" name="c"><span>同行した</span></label>
<select name="s"><option value="">なし</option><option value="1">甲</option></select>
<select name="many" multiple><option value="1" selected>甲</option><option value="2" selected>乙</option></select>
<textarea name="t">
一行目
二行目 &lt;b&gt;</textarea><input type="file" name="f"><button name="do" value="x">送る</button></form>"""


def test_a_form_is_read_as_the_browser_would_send_it():
    found = boxes(versioned_form(PAGE))
    assert {name: box.values for name, box in found.items()} == {
        "next": ["/a/?b=1&c=2"], "a": ['山"本'], "m": ["v"], "c": [], "s": [""], "many": ["1", "2"],
        "t": ["一行目\n二行目 <b>"],
    }  # fmt: skip
    assert (found["a"].label, found["a"].section, found["m"].label, found["m"].options["t"]) == (
        "氏",
        "世帯",
        "方法",
        "電話",
    )
    assert found["c"].label == "同行した"


def test_a_page_without_a_version_has_no_such_form():
    assert versioned_form("<form method='post'><input name='a'></form>") == ""
    assert versioned_form('<input name="_version" value="1">') == ""
