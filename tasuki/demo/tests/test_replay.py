"""A story that cannot be told says where and why; the log-ins are those of the towns."""

import pytest

from tasuki.demo import logins
from tasuki.demo.kinds import Scene
from tasuki.demo.replay import replay
from tasuki.demo.stories import StoryError, read_steps
from tasuki.demo.towns import Town
from tasuki.intake.models import Consultation
from tasuki.shared import clock
from tasuki.staff.roles import RoleName

CALL = {
    "on": "today-1b", "at": "10:00", "by": "sakura", "do": "take_consultation", "as": "call", "route": "phone_self",
    "words": "「家賃が払えません」",
}  # fmt: skip


def tell(town, *steps):
    scene = Scene(Town(town.municipality, agencies=town.agencies, workers=town.workers), clock.today())
    return replay(read_steps("0010_hajimete.yaml", list(steps), clock.today()), scene)


def test_a_step_is_done_by_its_worker_on_its_day(town):
    scene = tell(town, CALL)
    assert "hajimete.call" in scene.names
    with town.acting("sakura"):
        call = Consultation.objects.get()
        assert (call.worker.name, call.at) == ("山本 さくら", clock.at(clock.today().replace(day=17), "10:00"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"route": "nonsense"}, "コード表 consultation_route に「nonsense」はありません"),
        ({"rote": "phone_self"}, "「rote」という項目はありません"),
        ({"by": "nobody"}, "職員「nobody」はこの町にいません"),
        ({"do": "dance"}, "この名前の行いはありません"),
        ({"person": "$mother"}, "「$hajimete.mother」という名前はまだありません"),
        ({"by": "admin"}, "この役割"),
        ({"words": 5}, "文字で書いてください"),
        ({"at": 630}, "引用符で囲んで"),
        ({"on": "yesterday"}, "日付「yesterday」"),
    ],
)
def test_a_wrong_step_is_named_with_its_file_and_number(town, change, why):
    with pytest.raises(StoryError) as error:
        tell(town, CALL, CALL | {"as": "other"} | change)
    assert str(error.value).startswith("0010_hajimete.yaml の 2 番目")
    assert why in str(error.value)


def test_steps_out_of_order_are_refused(town):
    with pytest.raises(StoryError, match="早い日時"):
        tell(town, CALL, CALL | {"on": "today-2b", "as": "other"})


def test_the_demo_logins_shown_play_every_role():
    assert {login.role for login in logins.logins(everybody=False)} == set(RoleName)
    assert len(logins.SHOWN) == len(logins.logins(everybody=False))


def test_no_logins_are_shown_on_a_server_without_demo_towns(town):
    assert logins.lines() == []
