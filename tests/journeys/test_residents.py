"""A resident who reads やさしい日本語 asks and reads the answer on a telephone; a supporter by her own link (住民の旅)."""

import pytest

from tasuki.portal.enums import Language

pytestmark = pytest.mark.journey

CODE = "312029"
PAGES = ("", "desks/", "desks/money/", "places/", "days/", "poster/", "write/", "answer/")


def test_she_asks_in_easy_japanese_and_reads_the_answer(telephone, people):
    telephone.go(f"/{CODE}/easy/").fits().checked()
    telephone.page.locator("a.way.first").click()
    telephone.checked()
    telephone.page.locator(f"a[href='/{CODE}/easy/desks/money/']").click()
    telephone.reads("0000").fits().checked()
    telephone.go(f"/{CODE}/easy/write/").fits().checked()
    telephone.type(words="しごとが なくなって こまって います。旅のことば").pick(trouble="おかね")
    telephone.page.locator("button.big").click()
    telephone.page.locator(".receipt").wait_for()
    telephone.fits().checked()
    number, word = (one.inner_text() for one in telephone.page.locator(".receipt dd").all())

    desk = people("y-shokan")
    desk.go("/messages/").reads("お金・生活費")
    desk.page.locator("tr", has_text=number).get_by_role("link").first.click()
    desk.reads("旅のことば").checked()
    desk.type(text="いっしょに かんがえます。").press("返事をする").reads("返事をしました").checked()

    telephone.go(f"/{CODE}/easy/answer/").type(number=number, word=word)
    telephone.page.locator("button.big").click()
    telephone.reads("いっしょに かんがえます。").fits().checked()


@pytest.mark.parametrize("language", Language.values)
def test_every_page_can_be_read_by_everybody_in_every_language(telephone, language):
    for page in PAGES:
        telephone.go(f"/{CODE}/{language}/{page}").fits().checked()


def test_leaving_goes_to_a_page_that_tells_nothing_and_not_back(telephone):
    telephone.page.route("https://www.jma.go.jp/**", lambda route: route.fulfill(body="weather"))
    telephone.go(f"/{CODE}/ja/").go(f"/{CODE}/ja/desks/violence/")
    telephone.page.locator("[data-leave]").click()
    telephone.page.wait_for_url("https://www.jma.go.jp/**")
    telephone.page.go_back()
    assert "desks/violence" not in telephone.page.url
