"""A worker signs in for the first time: five things to try, each one press away and open to her role."""

import pytest

from tasuki.desk.first_visit import LINES
from tasuki.staff.roles import RoleName


def test_every_role_has_five_lines():
    assert set(LINES) == set(RoleName)
    assert all(len(lines) == 5 for lines in LINES.values())


@pytest.mark.parametrize("login", ["sakura", "nao", "ken", "suzuki", "chair", "admin"])
def test_every_address_she_is_sent_to_opens_for_her_role(town, browse, login):
    browser = browse(login)
    page = browser.get("/welcome/").content.decode()
    with town.acting(login) as worker:
        lines = LINES[worker.post.role]
    for sentence, address, _ in lines:
        assert sentence in page
        path, _, query = address.partition("?")
        fields = dict(pair.split("=") for pair in query.split("&") if pair)
        assert browser.get(path, **fields).status_code == 200, address
