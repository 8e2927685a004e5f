"""Steps of comments, warnings, phrases and kept lists (手早さの一歩)."""

from typing import Any

from tasuki.cases import comments, phrases, warning_actions
from tasuki.cases.enums import ToldOf
from tasuki.staff.enums import ListKind
from tasuki.staff.list_actions import keep_list

from .kinds import Scene, code, day, many, named, number, one_of, words, worker, yes
from .steps import Step, step
from .stories import Line


def plain(value: Any, scene: Scene, line: Line) -> Any:
    """A filter as an address holds it."""
    return value


HANDS: dict[str, Step] = {
    "write_comment": step(comments.write_comment, case=named, text=words, to=many(worker), record_on=named),
    "answer_comment": step(comments.answer_comment, comment=named, text=words, to=many(worker)),
    "warn": step(
        warning_actions.warn, case=named, kind=code("warning_kind"), text=words, about=named, since=day, review_on=day,
        told=one_of(ToldOf), told_reason=words,
    ),
    "review_warning": step(warning_actions.review_warning, warning=named, review_on=day, told=one_of(ToldOf), told_reason=words),
    "end_warning": step(warning_actions.end_warning, warning=named, reason=words),
    "keep_phrase": step(phrases.keep_phrase, name=words, text=words, whole=yes, order=number),
    "keep_list": step(keep_list, kind=one_of(ListKind), name=words, query=plain, columns=many(words), shared=yes, first=yes),
}  # fmt: skip
