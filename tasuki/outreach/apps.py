"""Opens the room: a corrected record corrects the visit beside it."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The room of approaches and visits."""

    name = "tasuki.outreach"

    def ready(self) -> None:
        """Ask the records, which may not know us, to tell of corrections."""
        from tasuki.cases.recording import AFTER_CORRECTION

        from .actions import follow_correction

        if follow_correction not in AFTER_CORRECTION:
            AFTER_CORRECTION.append(follow_correction)
