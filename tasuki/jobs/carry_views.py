"""表から取り込む: a table that was looked through is taken in — a short one at once, a long one by the queue."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tasuki.exchange import rules as exchange_rules
from tasuki.exchange.carry_known import Reader
from tasuki.exchange.carry_models import Carry
from tasuki.exchange.carry_pages import doing, sorted_lines
from tasuki.exchange.carry_writing import carry_in
from tasuki.exchange.enums import CarryState
from tasuki.shared.decisions import require
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions
from .enums import JobKind, JobState
from .models import Job

AT_ONCE = 50  # lines that a page's patience bears


def _jobs_of(request, carry):
    return Job.objects.visible_to(request.worker).filter(kind=JobKind.CARRY, params__carry=str(carry.pk))


@needs(Permission.CARRY)
@require_POST
def start(request, key):
    """All lines or none."""
    carry = get_object_or_404(Carry.objects.visible_to(request.worker), pk=key)
    lines = sorted_lines(Reader.of(carry, request.worker).lines_of(carry))
    counts = [len(lines[name]) for name in ("wrong", "asks")]
    require(exchange_rules.may_carry_in(carry, request.worker, *counts, doing(lines)))
    if sum(map(len, lines.values())) <= AT_ONCE:
        carry_in(carry=carry, by=request.worker)
        return redirect("exchange:carry_check", carry.pk)
    if not _jobs_of(request, carry).filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        actions.ask_job(by=request.worker, kind=JobKind.CARRY, carry=str(carry.pk))
    return redirect("jobs:carry_progress", carry.pk)


@needs(Permission.CARRY)
def progress(request, key):
    """How far it is; looks again by itself."""
    carry = get_object_or_404(Carry.objects.visible_to(request.worker), pk=key)
    job = _jobs_of(request, carry).first()
    if job is None or carry.state != CarryState.CHECKING:
        there = reverse("exchange:carry_check", args=[carry.pk])
        return HttpResponseClientRedirect(there) if request.headers.get("HX-Request") else redirect(there)
    running = job.state in (JobState.WAITING, JobState.RUNNING)
    return render(request, "jobs/carry_progress.html", {"carry": carry, "job": job, "running": running})
