"""Opens the room: a failed job is told on its owner's day."""

from typing import Any

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room of long jobs and of the end of records."""

    name = "tasuki.jobs"

    def ready(self) -> None:
        """Put our question to the desk, which may not know us."""
        from tasuki.desk.notices import SOURCES

        if failures not in SOURCES:
            SOURCES.append(failures)


def failures(worker: Any) -> list[Any]:
    """Her jobs that failed and that she has not looked at yet."""
    from tasuki.desk.notices import Notice

    from .models import Job

    failed = Job.objects.visible_to(worker).unseen_failures()[:3]
    return [Notice(f"できませんでした：{job.get_kind_display()}", job.error, "/jobs/", "error") for job in failed]
