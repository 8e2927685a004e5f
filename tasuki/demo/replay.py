"""Telling the stories (物語の再演): each step is one action of a room, done by its worker at its moment."""

import inspect
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale
from tasuki.staff.acting import acting_as
from tasuki.staff.models import Worker
from tasuki.tenancy.context import Context, acting, enter

from .kinds import Scene
from .outlines import locate_places
from .steps import STEPS, Step
from .stories import Line, StoryError, read_town
from .towns import Town, build, read


@transaction.atomic
def tell(town: str) -> Town:
    """Build the town and replay all its stories, wholly or not at all."""
    today = clock.today()
    lines = read_town(town, today)
    built = build(town)
    replay(lines, Scene(built, today))
    with acting(Context(municipality=built.key)), acting_as(_csw(built)) as csw:
        locate_places(town, read(town), csw)
    return built


def _csw(built: Town) -> Worker:
    """Whoever keeps the register of places."""
    return next(worker for key, worker in built.workers.items() if "csw" in key)


def replay(lines: Iterable[Line], scene: Scene) -> Scene:
    """Every step in turn. None lies in the future: a step of today that is still to come happens a minute ago."""
    latest = clock.now() - timedelta(minutes=1)
    with acting(Context(municipality=scene.town.key)):
        for line in lines:
            with clock.stopped_at(min(line.moment, latest)):
                _do(line, scene)
    return scene


def _do(line: Line, scene: Scene) -> None:
    step = STEPS.get(line.do)
    if step is None:
        raise line.wrong("この名前の行いはありません。")
    worker = _actor(line, scene)
    words = _read_words(line, scene, step)
    words["by"] = worker
    if step.when:
        words[step.when] = clock.now() if step.when == "at" else clock.today()
    # One context follows the other without going back in between: twice as few settings for the database.
    enter(worker.context())
    try:
        inspect.signature(step.action).bind(**words)
        outcome = step.action(**words)
        if line.name:
            scene.keep(f"{line.scope}.{line.name}", outcome)
    except (Refused, Stale) as refused:
        raise line.wrong(str(refused)) from refused
    except Exception as error:
        raise line.wrong(f"{type(error).__name__}: {error}") from error


def _actor(line: Line, scene: Scene) -> Worker:
    """The worker in her post, asked for once: posts of the demo do not end."""
    if line.by not in scene.town.workers:
        raise line.wrong(f"職員「{line.by}」はこの町にいません。")
    if line.by not in scene.actors:
        with acting_as(scene.town.workers[line.by]) as worker:
            scene.actors[line.by] = worker
    return scene.actors[line.by]


def _read_words(line: Line, scene: Scene, step: Step) -> dict[str, Any]:
    """The arguments, with names and keys in place of things; read as somebody who knows the whole story."""
    enter(Context(municipality=scene.town.key, sees_all=True))
    words = {}
    for key, value in line.words.items():
        if key not in step.kinds:
            raise line.wrong(f"「{key}」という項目はありません。使えるのは {'・'.join(step.kinds)} です。")
        try:
            words[key] = step.kinds[key](value, scene, line)
        except KeyError as error:
            raise line.wrong(f"{key}: {error} はこの町にありません。") from error
        except (LookupError, ValueError, TypeError, models.ObjectDoesNotExist) as error:
            raise line.wrong(f"{key}: {error}") from error
    return words


__all__ = ["StoryError", "replay", "tell"]
