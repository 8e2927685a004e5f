"""Steps of the town's own forms (自治体の様式の一歩): a file of the town read in, tied by its labels, put in force."""

from pathlib import Path
from typing import Any

from tasuki.paper import actions
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .kinds import words
from .steps import Step, step

FILES = Path(__file__).parent / "files"


def _bring(*, by: Worker, file: str, sheet: str, name: str) -> Any:
    """As the section does it on its page, in one step."""
    content = (FILES / file).read_bytes()
    form = actions.upload_form(by=by, sheet=sheet, name=name, file_name=f"{name}.xlsx", content=content)
    actions.tie_by_labels(form=form, by=by)
    return actions.put_in_force(form=form, by=by, valid_from=clock.today())


PAPER: dict[str, Step] = {"bring_form": step(_bring, file=words, sheet=words, name=words)}
