"""Every role walks through every page it can reach: no accessibility violation, no CSP report, at two widths."""

import pytest

pytestmark = pytest.mark.journey

PAGES = [
    "/welcome/", "/today/", "/consultations/", "/consultations/new/", "/cases/", "/cases/?status=all", "/search/?q=母",
    "/referrals/", "/meetings/", "/outreach/", "/places/", "/results/", "/me/",
]  # fmt: skip
ROLES = {
    "y-suishin": PAGES, "y-hokatsu": PAGES, "y-csw": [*PAGES, "/places/new/"],
    "y-shokan": [*PAGES, "/settings/", "/meetings/sittings/new/", "/meetings/bodies/new/"],
    "y-zacho": ["/welcome/", "/today/", "/meetings/", "/places/", "/results/", "/me/"],
    "y-kanri": ["/welcome/", "/today/", "/places/", "/settings/", "/settings/workers/", "/me/"],
    "c-suishin": ["/today/", "/cases/", "/meetings/", "/places/"],
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("login", ROLES)
def test_every_page_of_a_role_is_sound(people, login, width):
    person = people(login, town="調布" if login.startswith("c-") else "米子", width=width)
    for path in ROLES[login]:
        person.go(path).checked().fits()


CASE_PAGES = [
    "", "household/", "assessment/", "referrals/", "outreach/", "meetings/", "plans/", "looks/", "records/new/", "refer/",
    "agenda/new/", "plans/new/", "now/", "close/", "print/", "print/records/", "members/new/", "outreach/begin/",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_a_case_is_sound(people, width):
    person = people("y-suishin", width=width)
    person.go("/cases/?whose=mine&status=all")
    person.page.locator("main a", has_text="86歳の母と40代の長男の世帯（架空）").first.click()
    case = person.path().split("?")[0]
    for path in CASE_PAGES:
        person.go(case + path).checked().fits()
    links = [link.get_attribute("href") for link in person.go(case).page.locator("main a").all()]
    for path in sorted({link for link in links if link and link.startswith("/") and "/print" not in link})[:40]:
        person.go(path).checked()


def test_the_entrance_is_sound(people):
    for width in (1280, 390):
        people("", width=width).go("/sign-in/").checked()


def test_every_page_prints(people):
    """Paper: the frame is gone, the text is there, and a PDF can be made."""
    person = people("y-suishin")
    person.go("/cases/?whose=mine&status=all")
    person.page.locator("main a", has_text="86歳の母と40代の長男の世帯（架空）").first.click()
    for path in ("print/", "plans/", "household/", "assessment/"):
        person.go(person.path().split("/cases/")[0] + "/cases/" + person.path().split("/")[2] + "/" + path)
        person.page.emulate_media(media="print")
        assert not person.page.locator(".side").is_visible()
        assert person.page.locator("main").is_visible()
        assert person.page.pdf(format="A4")[:5] == b"%PDF-"
        person.page.emulate_media(media="screen")
