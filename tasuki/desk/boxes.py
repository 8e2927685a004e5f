"""Boxes of other rooms on the page of the day (きょうの欄). A room below is named here; one above adds itself when the
house is opened (`SOURCES.append` in its AppConfig.ready)."""

from collections.abc import Callable

from tasuki.intake.today import resident_messages
from tasuki.participation.following import box as participation
from tasuki.shared.boxes import Box
from tasuki.staff.models import Worker
from tasuki.supporters.requests_today import requests
from tasuki.supporters.today import concerns, turns

from .gate import waiting_of
from .own_boxes import handed_over, leads, rights, watches
from .talk_boxes import comments, warnings

# Each asks at most two queries and its own permission first, and returns None or an empty box when nothing waits.
SOURCES: list[Callable[[Worker], Box | None]] = [
    comments,
    warnings,
    handed_over,
    watches,
    leads,
    rights,
    concerns,
    turns,
    requests,
    resident_messages,
    participation,
]
# What the one question before all of them calls it (gate.ASKED).
KINDS: dict[Callable[[Worker], Box | None], str] = {
    comments: "comments", warnings: "warnings", handed_over: "handovers", watches: "watches", leads: "leads", rights: "rights", concerns: "concerns",
    turns: "turns", requests: "requests", resident_messages: "resident_messages", participation: "participation",
}  # fmt: skip


def boxes_for(worker: Worker) -> list[Box]:
    """The boxes that hold something, in the order named; those that cannot hold anything are not asked."""
    waiting = waiting_of(worker)
    asked = [source for source in SOURCES if waiting.get(KINDS.get(source, ""), True)]
    return [box for source in asked if (box := source(worker))]
