"""The menu shows where one is, on every page that belongs to one of its places."""

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from tasuki.desk.navigation import ALSO, PLACES, frame


def marked(path: str) -> list[str]:
    """Labels shown as the current one, for somebody who may go everywhere."""

    class Everywhere:
        def may(self, permission: str) -> bool:
            return True

    request = RequestFactory().get(path)
    request.worker = Everywhere()  # type: ignore[attr-defined]
    return [label for _, entries in frame(request)["navigation"] for label, _, here, _ in entries if here]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/groups/", "居場所・資源"), ("/food/book/", "居場所・資源"), ("/gatherings/", "課題と集まり"), ("/points/", "支え手"),
     ("/visiting/", "訪問"), ("/places/", "居場所・資源"), ("/messages/", "受付"), ("/screenings/", "会議")],
)  # fmt: skip
def test_a_page_marks_its_place_in_the_menu(path, label):
    assert marked(path) == [label]


def test_every_address_that_belongs_to_a_place_exists():
    routes = {str(one.pattern) for part in get_resolver().url_patterns for one in getattr(part, "url_patterns", [part])}
    assert set(ALSO) <= {address for _, _, address, _ in PLACES}
    for address in [one for many in ALSO.values() for one in many]:
        assert any(route.startswith(f"{address}/") for route in routes), address
