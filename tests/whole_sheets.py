"""The town's own versions of the sheets, in force before anything is written: the canary sits in the added answers too."""

from typing import Any

from tasuki.codes import sheet_actions
from tasuki.codes.sheet_editing import with_field
from tasuki.shared import clock

ADDED = {"answers": {"own1": "金糸雀のことを加えた欄に"}}
PLACES = {"intake": "matter", "referral": "tell", "plan": "wishes", "evaluation": "result", "packet": "matter",
          "participation": "words", "consent": "answer"}  # fmt: skip
SHEET_WORDS = {"sheet": "referral", "version": "2026-04", "section": "result", "field": "own1"}


def sheets(town) -> dict[str, Any]:
    """One added question in each, and a draft of the next evaluation."""
    with town.acting("suzuki") as by:
        for sheet, section in PLACES.items():
            draft = sheet_actions.copy_sheet(sheet=sheet, version="2026-04", by=by)
            body = with_field(draft.body, section, "own1", {"label": "町の項目", "kind": "long"}, new=True)
            sheet_actions.change_sheet(version=draft, by=by, body=body)
            sheet_actions.put_in_force(version=draft, by=by, since=clock.today())
        return {"sheet_draft": sheet_actions.copy_sheet(sheet="evaluation", version="t1", by=by)}
