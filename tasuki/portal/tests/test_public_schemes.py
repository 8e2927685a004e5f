"""Schemes of support as residents find them, in their language (住民向け：支援制度)."""

import pytest

from tasuki.community.models import Scheme
from tasuki.community.schemes import change_scheme, register_scheme
from tasuki.portal import actions
from tasuki.portal.enums import Language

BASE = "/999997/"


@pytest.fixture
def scheme(outside):
    """One that is shown, with a text in やさしい日本語; one that is not."""
    with outside.within() as town, town.acting("nao") as by:
        found = Scheme.objects.filter(name="住まいの給付").first()
        if found is None:
            found = register_scheme(by=by, name="住まいの給付", summary="家賃の一部を出します。", topics=["04"], phone="000-777-8888",
                                    content="三か月分", shown_to_public=True)  # fmt: skip
            register_scheme(by=by, name="ひみつの制度", summary="x", topics=["04"])
    with outside.within() as town, town.acting("suzuki") as by:
        actions.write_text(by=by, subject=f"scheme/{found.pk}", language="easy", text="家の おかねを もらえます。",
                           japanese=found.summary)  # fmt: skip
    return found


@pytest.mark.parametrize("language", Language.values)
def test_it_is_found_by_the_trouble_and_read(outside, scheme, language):
    with outside.browser() as browser:
        for page in ("", "desks/money/", "schemes/", "schemes/?trouble=home", f"schemes/{scheme.pk}/"):
            answer = browser.get(f"{BASE}{language}/{page}")
            assert answer.status_code == 200, page
            assert len(answer.content) < 60_000
            text = answer.content.decode()
            assert ("住まいの給付" in text) == bool(page), page
            assert "ひみつの制度" not in text
        assert "000-777-8888" in text
        assert "住まいの給付" not in browser.get(f"{BASE}{language}/schemes/?trouble=care").content.decode()
        assert browser.get(f"{BASE}{language}/schemes/{outside.shown.pk}/").status_code == 404


def test_an_old_text_says_that_it_is_old_and_what_is_missing_is_said(outside, scheme):
    easy, vietnamese = f"{BASE}easy/schemes/{scheme.pk}/", f"{BASE}vi/schemes/{scheme.pk}/"
    with outside.browser() as browser:
        page = browser.get(easy).content.decode()
        assert "家の おかねを もらえます。" in page
        assert 'class="old"' not in page
        assert 'class="old"' in browser.get(vietnamese).content.decode()
    with outside.within() as town, town.acting("nao") as by:
        scheme.refresh_from_db()
        change_scheme(scheme=scheme, by=by, summary="家賃の一部と、引っこしのお金を出します。")
    with outside.browser() as browser:
        assert 'class="old"' in browser.get(easy).content.decode()
