"""The residents' pages (住民向けページ): they import no case, every address says that it is open, nothing leads elsewhere."""

import re
import shutil

from django.urls import get_resolver

from tasuki.config import portal

from .house import PACKAGE, ROOT
from .test_doors import addresses
from .test_import_order import contract

# Rooms of the portal's process; none of them knows a resident of a case.
ROOMS = {"ui", "tenancy", "audit", "staff", "codes", "community", "supporters", "portal"}


def not_open(patterns) -> list[str]:
    """Addresses of the residents' process whose view does not say that anybody, or the bearer of a link, may come."""
    return [address for address, _, view in addresses(patterns) if not getattr(view, "public", False)]


def test_a_case_imported_by_the_portal_is_found(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "tasuki", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "tasuki/portal/reading.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom tasuki.cases.models import Case  # noqa\n")
    kept, told = contract(tmp_path)
    assert not kept
    assert "tasuki.portal.reading -> tasuki.cases.models" in told


def test_its_process_has_no_room_of_cases():
    assert {app.partition(".")[2] for app in portal.INSTALLED_APPS if app.startswith("tasuki.")} == ROOMS
    assert not [one for one in portal.MIDDLEWARE if "session" in one or "staff" in one or "messages" in one]


def test_its_role_is_not_the_application():
    assert set(portal.DATABASES) == {"default"}
    assert portal.DATABASES["default"]["USER"] == "tasuki_portal"
    assert portal.DATABASES["default"]["STATEMENT_TIMEOUT"] == "2s"
    assert portal.__dict__["BASE_SECRET"] != portal.SECRET_KEY


def test_every_address_says_that_it_is_open():
    assert not_open(get_resolver("tasuki.config.portal_urls").url_patterns) == []


def test_an_address_that_does_not_is_found():
    from django.urls import path

    assert not_open([path("x/", lambda request: None)]) == ["x/"]


def test_no_script_or_style_stands_in_a_page():
    for page in (PACKAGE / "portal/templates/portal").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", text), page.name
