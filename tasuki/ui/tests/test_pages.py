"""A reader meets a page of the frame, or an error page."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

HERE = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Static files by their own names, without collecting them first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "409", "413", "429", "500", "503"])
def test_an_error_page_says_what_to_do_next_without_any_context(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'class="next"' in html
    assert "きょうの画面へ" in html


def test_the_refusal_gives_its_reason():
    assert "評価が済んでいません。" in render_to_string("403.html", {"reason": "評価が済んでいません。"})


def test_what_was_typed_is_shown_again_when_somebody_else_was_quicker():
    html = render_to_string("409.html", {"stale": True, "reason": "x", "typed": ["玄関先で<話す>。"]})
    assert "ほかの人が先に" in html
    assert "玄関先で&lt;話す&gt;。" in html


def test_the_frame_shows_the_navigation_it_is_given():
    links = [("きょう", "/today/", True, 5), ("受付", "/consultations/", False, 0)]
    html = render_to_string("ui/page.html", {"navigation": [("", links), ("地域", [("資源", "/places/", False, 0)])]})
    assert html.count('href="/today/" aria-current="page"') == 2  # side and bottom bar
    assert "地域" in html
    assert 'href="/places/"' in html
    assert "ログアウト" not in html
    assert "このサーバーの外へは通信しません" in html


def test_no_template_has_inline_style_script_or_outside_address():
    for path in HERE.glob("templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|https?://", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name


def test_scripts_are_short_and_styles_stay_inside():
    for path in HERE.glob("static/ui/js/*.js"):
        assert len(path.read_text().splitlines()) <= 60, path.name
    for path in HERE.glob("static/**/*.css"):
        said = path.read_text()
        if "vendor" in path.parts:  # as it was made: pictures beside it, and an address only where a comment tells it
            said = re.sub(r"/\*.*?\*/|url\((images/[\w.-]+|#[\w#]+)\)", "", said, flags=re.DOTALL)
        assert not re.search(r"url\(|@import|https?://", said), path.name
