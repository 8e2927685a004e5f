"""What waits at a desk of the things noticed (気になることの受け箱). Reads only."""

from typing import Any

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.paging import Part, part_of

from .enums import ANSWERS, TRANSITIONS, ConcernStatus, Worry
from .models import Concern

TONES = {
    ConcernStatus.NEW: "orange", ConcernStatus.RECEIVED: "blue", ConcernStatus.HANDLING: "key", ConcernStatus.DONE: "gray",
}  # fmt: skip
WORRIES = {Worry.LITTLE: "gray", Worry.SOON: "orange", Worry.NOW: "red"}


def inbox(worker: Worker, told: dict[str, Any], given: dict[str, str]) -> Part:
    """Running ones, the worrying first; or those at an end."""
    rows = Concern.objects.visible_to(worker).select_related("area", "agency", "taken_by")
    state = told.get("state") or ""
    rows = rows.filter(status=state) if state in ConcernStatus.values else rows
    rows = rows.running() if not state else rows
    if told.get("worry"):
        rows = rows.filter(worry=told["worry"])
    shown = part_of(rows, given)
    shown.rows = [worded(row) for row in shown.rows]
    return shown


def worded(concern: Concern) -> Concern:
    """With its words and tones, and whether its answer is late."""
    concern.kind_label = lookup.label("concern_kind", concern.kind)  # type: ignore[attr-defined]
    concern.tone = TONES[ConcernStatus(concern.status)]  # type: ignore[attr-defined]
    concern.worry_tone = WORRIES[Worry(concern.worry)]  # type: ignore[attr-defined]
    concern.late = is_late(concern)  # type: ignore[attr-defined]
    return concern


def is_late(concern: Concern) -> bool:
    """Nobody has answered by the day."""
    return concern.status == ConcernStatus.NEW and concern.due_on < clock.today()


def ways_on(concern: Concern) -> list[tuple[str, str, str]]:
    """(value, label, what the supporter will read) of every word that may be answered now."""
    return [
        (word, str(ConcernStatus(word).label), ANSWERS[ConcernStatus(word)]) for word in TRANSITIONS[concern.status]
    ]


def history(concern: Concern) -> list[dict[str, Any]]:
    """Answers and the desk's own notes in the order of time."""
    told = [
        {"at": one.at, "by": one.by, "what": f"返事：{one.get_status_display()}", "note": "", "told": True}
        for one in concern.answers.select_related("by")
    ]
    kept = [
        {"at": one.at, "by": one.by, "what": "窓口の覚え", "note": one.text, "told": False}
        for one in concern.notes.select_related("by")
    ]
    return sorted([*told, *kept], key=lambda line: line["at"])


def alike(concern: Concern, worker: Worker) -> list[Concern]:
    """Others of the last half year that the same supporter told this desk, or of the same 圏域 and kind."""
    rows = Concern.objects.visible_to(worker).exclude(pk=concern.pk).filter(kind=concern.kind, area=concern.area)
    return [worded(row) for row in rows.select_related("area")[:5]]
