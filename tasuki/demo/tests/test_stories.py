"""Every story can be told, on whatever day, and ends as it should."""

import pytest

from tasuki.demo.replay import tell


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["yonago", "chofu"])
def test_replay(name):
    tell(name)
