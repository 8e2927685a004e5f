"""Telling the stories (物語の再演): each step is one action of a room, done by its worker at its moment."""

import inspect
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.staff.acting import acting_as
from tasuki.tenancy.context import Context, acting, on_behalf_of_all

from .kinds import Scene
from .steps import STEPS
from .stories import Line, StoryError, read_town
from .towns import Town, build


@transaction.atomic
def tell(town: str) -> Town:
    """Build the town and replay all its stories, wholly or not at all."""
    today = clock.today()
    built = build(town)
    replay(read_town(town, today), Scene(built, today))
    return built


def replay(lines: Iterable[Line], scene: Scene) -> Scene:
    """Every step in turn. None lies in the future: a step of today that is still to come happens a minute ago."""
    latest = clock.now() - timedelta(minutes=1)
    for line in lines:
        with clock.stopped_at(min(line.moment, latest)), acting(Context(municipality=scene.town.key)):
            _do(line, scene)
    return scene


def _do(line: Line, scene: Scene) -> None:
    step = STEPS.get(line.do)
    if step is None:
        raise line.wrong("この名前の行いはありません。")
    if line.by not in scene.town.workers:
        raise line.wrong(f"職員「{line.by}」はこの町にいません。")
    try:
        words = {key: _read(line, scene, step.kinds, key, value) for key, value in line.words.items()}
        with acting_as(scene.town.workers[line.by]) as worker:
            words |= {"by": worker} | {"at": {"at": clock.now()}, "on": {"on": clock.today()}}.get(step.when, {})
            inspect.signature(step.action).bind(**words)
            outcome = step.action(**words)
    except StoryError:
        raise
    except (Refused, Stale) as refused:
        raise line.wrong(str(refused)) from refused
    except Exception as error:
        raise line.wrong(f"{type(error).__name__}: {error}") from error
    if line.name:
        scene.keep(f"{line.scope}.{line.name}", outcome)


def _read(line: Line, scene: Scene, kinds: dict[str, Any], key: str, value: Any) -> Any:
    if key not in kinds:
        raise line.wrong(f"「{key}」という項目はありません。使えるのは {'・'.join(kinds)} です。")
    try:
        with on_behalf_of_all():
            return kinds[key](value, scene, line)
    except (LookupError, ValueError, TypeError, models.ObjectDoesNotExist) as error:
        raise line.wrong(f"{key}: {error}") from error
