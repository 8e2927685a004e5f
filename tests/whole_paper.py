"""Sheets on paper in the whole town: where their addresses lead, and a form of the town's own for each."""

import hashlib
import io
from functools import cache
from typing import Any

from openpyxl import Workbook

from tasuki.paper.actions import read_file, upload_form
from tasuki.paper.models import OwnForm
from tasuki.paper.sheets import SHEETS
from tasuki.shared import clock

# What the key in an address of a paper leads to; before the other keys, because the first that fits counts.
PAPER_KEYS = [
    ("papers/intake/", "consultation"), ("papers/household/", "assessment"), ("papers/referral/", "referral"),
    ("papers/plan/", "plan"), ("papers/evaluation/", "evaluated"), ("papers/consent/", "consent"),
    ("papers/packet/", "item"), ("papers/participation/", "participation_sheet"),
]  # fmt: skip


@cache
def empty_form() -> tuple[bytes, dict[str, Any]]:
    """A workbook with two labels, and what is read of it; made once, because a process reads it."""
    book, out = Workbook(), io.BytesIO()
    book.active["A1"], book.active["A2"] = "つなぐシート", "つなぎ先"
    book.save(out)
    return out.getvalue(), read_file("町のつなぐシート.xlsx", out.getvalue())[1]


def papers(town) -> dict[str, Any]:
    """In force for every sheet, and one in preparation."""
    content, grid = empty_form()
    with town.acting("suzuki") as by:
        rows = [
            OwnForm(
                sheet=sheet, name="町の様式", file_name="町の様式.xlsx", kind="xlsx", content=content, grid=grid,
                digest=hashlib.sha256(content).hexdigest(), state="in_force", valid_from=clock.today(), made_at=clock.now(),
                made_by=by, places=[{"sheet": "xl/worksheets/sheet1.xml", "at": "B2", "field": key}],
            )
            for sheet, key in ((one, "from_agency" if one == "referral" else "number") for one in SHEETS)
        ]  # fmt: skip
        for row in rows:
            row.save()
        return {"own_form": upload_form(by=by, sheet="referral", name="", file_name="町の様式.xlsx", content=content)}
