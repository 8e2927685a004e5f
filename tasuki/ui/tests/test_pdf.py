"""A worker prints a paper; whoever opens the file reads it again (帳票のPDF)."""

import io
import time
from types import SimpleNamespace

import pytest
from django.template import engines
from pypdf import PdfReader

from tasuki.ui import pdf

READER = SimpleNamespace(name='山本 "さくら"', agency=SimpleNamespace(name="総合相談支援センター"))
SHEET = """{% extends "ui/paper.html" %}{% load ui %}{% block content %}<p>𠮷野家と葛󠄀城市、㈱①</p>
<table><colgroup><col class="day"><col></colgroup><thead><tr><th scope="col">いつ</th><th scope="col">内容</th></tr></thead>
<tbody>{% for n in rows %}<tr><td>{{ n }}日</td><td>{{ words }}</td></tr>{% endfor %}</tbody></table>{{ more|safe }}{% endblock %}"""


@pytest.fixture
def made(monkeypatch):
    """Makes the sheet with so many rows; the template is given here instead of by name."""
    monkeypatch.setattr(
        pdf, "render_to_string", lambda name, told, request=None: engines["django"].from_string(name).render(told)
    )

    def make(rows=3, words="母のところへ行き、話を聞きました。" * 4, more="", **named):
        told = {"rows": range(rows), "words": words, "more": more}
        return pdf.pdf_and_pages(SHEET, told, title="支援の記録", reader=READER, number="R8-0001", **named)

    return make


def read(content):
    return PdfReader(io.BytesIO(content))


def test_every_page_says_who_printed_it_and_which_of_how_many_it_is(made):
    content, pages = made(rows=60)
    sheets = read(content).pages
    assert len(sheets) == pages > 2
    for number, sheet in enumerate(sheets, 1):
        text = sheet.extract_text()
        assert "取扱注意" in text
        assert "R8-0001" in text
        assert '出力：総合相談支援センター 山本 "さくら"' in text
        assert f"{number} / {pages} ページ" in text


def test_rare_letters_can_be_read_out_of_it_again(made):
    text = read(made()[0]).pages[0].extract_text()
    assert "𠮷野家" in text
    assert "葛󠄀城市" in text


def test_it_is_tagged_and_named_for_readers_aloud(made):
    book = read(made()[0])
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.trailer["/Root"]["/Lang"] == "ja"
    assert book.metadata["/Title"] == "支援の記録"
    fonts = {str(font["/BaseFont"]) for font in _fonts(book)}
    assert any("BIZ" in name for name in fonts)


def _fonts(book):
    return [font.get_object() for page in book.pages for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("address", [
    "http://203.0.113.9/x.png", "file:///etc/passwd", "ftp://203.0.113.9/x", "//203.0.113.9/x.png",
])  # fmt: skip
def test_nothing_is_fetched_for_it(made, address, caplog):
    content, _ = made(more=f'<img src="{address}" alt="絵"><link rel="stylesheet" href="{address}">')
    assert "root:" not in "".join(page.extract_text() for page in read(content).pages)
    assert not any(getattr(one, "exc_info", None) for one in caplog.records)
    with pytest.raises(ValueError, match="not fetched"):
        pdf._outfit()[2].fetch(address)


def test_a_name_cannot_break_out_of_the_margin():
    css = pdf.margins('</style>"; } body { display: none } \\', "R8")
    assert css.replace('\\"', "").count('"') % 2 == 0
    assert "</style>" not in css


def test_four_pages_with_long_cells_are_made_within_two_seconds(made):
    made()  # the fonts are read once for the process
    begun = time.process_time()  # of work, whatever else the machine is doing
    _, pages = made(rows=8, words="一人で暮らす母のところへ行き、話を聞きました。" * 40)
    assert pages >= 4
    assert time.process_time() - begun < 2
