"""One's own jobs: how far, what came of them, once more (時間のかかる仕事)."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules
from .enums import JobKind, JobState
from .models import Job

MOST = 50


@needs(Permission.SIGNED_IN)
def jobs(request):
    """Newest first; the page looks again by itself while something runs."""
    found = list(Job.objects.visible_to(request.worker).select_related("worker")[:MOST])
    for job in found:
        job.again = rules.may_try_again(job, request.worker)
    running = any(job.state in (JobState.WAITING, JobState.RUNNING) for job in found)
    may_export = rules.may_ask_job(JobKind.TOWN_EXPORT, request.worker)
    return render(request, "jobs/jobs.html", {"jobs": found, "running": running, "may_export": may_export})


@needs(Permission.SIGNED_IN)
@require_POST
def again(request, pk):
    """Once more."""
    job = get_object_or_404(Job.objects.visible_to(request.worker), pk=pk)
    actions.try_again(job=job, by=request.worker)
    return redirect("jobs:jobs")


@needs(Permission.SIGNED_IN)
@require_POST
def known(request, pk):
    """Read; it leaves the day."""
    job = get_object_or_404(Job.objects.visible_to(request.worker), pk=pk)
    actions.know_failure(job=job, by=request.worker)
    return redirect("jobs:jobs")


@needs(Permission.SETTINGS, fresh=True)
@require_POST
def export(request):
    """An encrypted copy of this municipality, on the server beside the backups; nothing of it comes to the screen."""
    actions.ask_job(by=request.worker, kind=JobKind.TOWN_EXPORT)
    return redirect("jobs:jobs")
