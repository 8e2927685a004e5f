"""Opens the room: an ecomap is kept when a sheet is accepted and when an assessment is fixed."""

from functools import partial

from django.apps import AppConfig


class CasefileConfig(AppConfig):
    """The room of one case as a whole."""

    name = "tasuki.casefile"

    def ready(self) -> None:
        """Ask the cases, which may not know us, to tell when it happens."""
        from tasuki.cases.actions import AFTER_EVENT
        from tasuki.cases.enums import EventKind

        from .ecomap_actions import keep_beside
        from .ecomap_enums import Kept

        for event, kind in ((EventKind.REFERRAL_ACCEPTED, Kept.ACCEPTED), (EventKind.ASSESSED, Kept.ASSESSED)):
            told = AFTER_EVENT.setdefault(event, [])
            if not any(getattr(one, "func", None) is keep_beside for one in told):
                told.append(partial(keep_beside, kind=kind))
