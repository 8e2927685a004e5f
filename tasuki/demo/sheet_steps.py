"""Steps of the town's own sheets (様式の版の一歩): a sheet copied, its words changed, questions added, put in force."""

from typing import Any

from tasuki.codes import sheet_actions
from tasuki.codes.sheet_editing import with_field
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .kinds import Scene, words, yes
from .steps import Step, step
from .stories import Line


def _questions(value: Any, scene: Scene, line: Line) -> list[dict[str, Any]]:
    """Questions added: [{section, key, label, kind, help, options}]."""
    for one in value:
        if not {"section", "key", "label", "kind"} <= set(one):
            raise ValueError("項目は section、key、label、kind で書いてください。")
    return list(value)


def _labels(value: Any, scene: Scene, line: Line) -> dict[str, str]:
    """Other words for questions: {section.key: label}."""
    return {str(key): str(label) for key, label in value.items()}


def _own_sheet(*, by: Worker, sheet: str, add: list[dict[str, Any]], relabel: dict[str, str] | None = None,
               force: bool = True) -> Any:  # fmt: skip
    """As the section does it on its pages, in one step."""
    draft = sheet_actions.copy_sheet(sheet=sheet, version="2026-04", by=by)
    body = draft.body
    for one in add:
        facts = {name: value for name, value in one.items() if name not in ("section", "key")}
        body = with_field(body, one["section"], one["key"], facts, new=True)
    for place, label in (relabel or {}).items():
        section, _, key = place.partition(".")
        body = with_field(body, section, key, {"label": label})
    sheet_actions.change_sheet(version=draft, by=by, body=body)
    return sheet_actions.put_in_force(version=draft, by=by, since=clock.today()) if force else draft


SHEETS: dict[str, Step] = {
    "own_sheet": step(_own_sheet, sheet=words, add=_questions, relabel=_labels, force=yes),
}
