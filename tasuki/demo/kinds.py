"""What a word in a story may be (項目の種類): a date, a code, a name given earlier, the key of an agency."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from tasuki.cases.actions import Member
from tasuki.codes import lookup
from tasuki.meetings.models import Item, ItemCall, ItemRole
from tasuki.plans.models import PlanRole
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .stories import RELATIVE, Line, read_day
from .towns import Town

Kind = Callable[[Any, "Scene", Line], Any]


@dataclass
class Scene:
    """The town, the day of loading, and what the stories have named so far."""

    town: Town
    today: date
    names: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Worker] = field(default_factory=dict)

    def keep(self, name: str, thing: Any) -> None:
        """Remember what came of a step, by its key: it is read anew each time, as the next worker would find it."""
        if name in self.names:
            raise LookupError(f"「{name}」という名前は二度つけられません。")
        self.names[name] = (type(thing), thing.pk)

    def find(self, name: str) -> Any:
        """`scope.name` as it stands now."""
        if name not in self.names:
            raise LookupError(f"「${name}」という名前はまだありません。")
        model, key = self.names[name]
        return model._base_manager.get(pk=key)


def words(value: Any, scene: Scene, line: Line) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError(f"文字で書いてください（いまは {value!r}）。")
    return value


def number(value: Any, scene: Scene, line: Line) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"数で書いてください（いまは {value!r}）。")
    return value


def yes(value: Any, scene: Scene, line: Line) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise TypeError("true か false で書いてください。")
    return value


def day(value: Any, scene: Scene, line: Line) -> date:
    """A date, fixed or counted from the day of loading."""
    return read_day(value, scene.today)


def moment(value: Any, scene: Scene, line: Line) -> Any:
    """A day and a time of day: [2020-09-25, "13:30"]."""
    return clock.at(read_day(value[0], scene.today), value[1])


def code(name: str) -> Kind:
    """A code of a shipped list."""

    def read(value: Any, scene: Scene, line: Line) -> str:
        if value not in dict(lookup.choices(name, on=line.moment.date())):
            raise LookupError(f"コード表 {name} に「{value}」はありません。")
        return str(value)

    return read


def one_of(choices: type[models.TextChoices]) -> Kind:
    """A word of a closed vocabulary."""
    return lambda value, scene, line: choices(value)


def many(kind: Kind) -> Kind:
    """A list of such words."""

    def read(value: Any, scene: Scene, line: Line) -> list[Any]:
        if not isinstance(value, list):
            raise TypeError("[ ] で囲んで並べてください。")
        return [kind(one, scene, line) for one in value]

    return read


def agency(value: Any, scene: Scene, line: Line) -> Any:
    """The key of an agency of the town."""
    return scene.town.agencies[value]


def worker(value: Any, scene: Scene, line: Line) -> Any:
    """The key of a worker of the town."""
    return scene.town.workers[value]


def place(value: Any, scene: Scene, line: Line) -> Any:
    """The name of a 町字."""
    return scene.town.towns[value]


def area(value: Any, scene: Scene, line: Line) -> Any:
    """The key of an area."""
    return scene.town.areas[value]


def body(value: Any, scene: Scene, line: Line) -> Any:
    """The key of a meeting body."""
    return scene.town.bodies[value]


def named(value: Any, scene: Scene, line: Line) -> Any:
    """Something named earlier: `$mother` in this file, `$kaigi.sogo_0925` in another.

    With `@agency` its part for that agency (`@worker` for one worker), with `#2` the second role of a plan or an item.
    """
    if not isinstance(value, str) or not value.startswith("$"):
        raise TypeError(f"「$名前」で書いてください（いまは {value!r}）。")
    name, _, key = value[1:].partition("@")
    name, _, row = name.partition("#")
    thing = scene.find(name if "." in name else f"{line.scope}.{name}")
    if key:
        return _part_for(thing, key, scene.town)
    if not row:
        return thing
    roles = ItemRole.objects.filter(item=thing) if isinstance(thing, Item) else PlanRole.objects.filter(plan=thing)
    return roles[int(row) - 1]


def _part_for(thing: Any, key: str, town: Town) -> Any:
    """What a sheet asks of this agency; how an item called it, or this one of its workers."""
    if isinstance(thing, Referral):
        return ReferralTarget.objects.get(referral=thing, to_agency=town.agencies[key])
    if key in town.workers:
        return ItemCall.objects.get(item=thing, worker=town.workers[key].pk)
    return ItemCall.objects.get(item=thing, agency=town.agencies[key], worker=None)


def scope(value: Any, scene: Scene, line: Line) -> Scope:
    """Parts of a case by their names: [identity, record]."""
    parts = Scope(0)
    for name in value:
        parts |= Scope[name.upper()]
    return parts


def member(value: dict[str, Any], scene: Scene, line: Line) -> Member:
    """{person: $mother, relation: head, index_person: true, in_household: true}"""
    return Member(**_fields(value, scene, line, MEMBER))


def line_of(kinds: dict[str, Kind], make: Callable[..., Any]) -> Kind:
    """A row with fields of its own."""
    return lambda value, scene, line: make(**_fields(value, scene, line, kinds))


def answers(value: dict[str, Any], scene: Scene, line: Line) -> dict[str, Any]:
    """Answers of a sheet, days counted from the day of loading read as days; the action checks keys and codes."""
    counted = {key for key, one in value.items() if isinstance(one, str) and RELATIVE.fullmatch(one)}
    return {key: read_day(one, scene.today) if key in counted else one for key, one in value.items()}


def papers(value: Any, scene: Scene, line: Line) -> list[dict[str, Any]]:
    """Papers of a packet: [{heading: …, text: …}]"""
    for paper in value:
        if not {"heading"} <= set(paper) <= {"heading", "text", "rows"}:
            raise ValueError("資料は heading と text（または rows）で書いてください。")
    return list(value)


def _fields(value: dict[str, Any], scene: Scene, line: Line, kinds: dict[str, Kind]) -> dict[str, Any]:
    unknown = sorted(set(value) - set(kinds))
    if unknown:
        raise LookupError(f"「{unknown[0]}」という項目はありません。")
    return {key: kinds[key](one, scene, line) for key, one in value.items()}


def relation(value: Any, scene: Scene, line: Line) -> str:
    """A 続柄 by its code, kept as the word the form shows."""
    return lookup.label("relation_type", code("relation_type")(value, scene, line))


MEMBER: dict[str, Kind] = {"person": named, "relation": relation, "index_person": yes, "in_household": yes}
