"""What residents wrote and nobody has answered, on the page of the day (きょうの欄)."""

from tasuki.shared import clock
from tasuki.shared.boxes import Box, Entry
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .messages_reading import line, waiting


def resident_messages(worker: Worker) -> Box | None:
    """The longest waiting first; late ones are the section's matter too."""
    if not worker.may(Permission.CONSULT):
        return None
    lines = [line(row) for row in waiting(worker).select_related("agency", "area").order_by("due_on", "at")[:6]]
    entries = [
        Entry(
            one.trouble, f"/messages/{one.message.pk}/", when=f"{one.message.due_on:%-m月%-d日}まで",
            note="　".join(filter(None, [str(one.message.area or ""), "" if one.language == "日本語" else one.language,
                                        "" if one.message.agency_id == worker.agency_id else str(one.message.agency)])),
            chip=one.message.get_state_display(), tone=one.tone, late=one.late,
        )
        for one in lines
    ]  # fmt: skip
    late = any(one.message.due_on < clock.today() for one in lines)
    return Box("住民からのことば", entries, more="すべて見る", more_url="/messages/", tone="red" if late else "")
