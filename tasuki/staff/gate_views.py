"""How one signs in to this town, and at which machines (サインインの決まり・登録端末), kept by the administrator."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from . import actions, devices, factors, rules
from .doors import needs
from .forms import SignInRulesForm
from .models import Device, Worker
from .permissions import Permission
from .workers_views import show

KEPT = ("second_factor", "idle_minutes", "session_hours", "fresh_minutes")


@needs(Permission.STAFF_ADMIN, fresh=True)
def gate(request):
    """The rules of signing in."""
    town = request.worker.agency.municipality
    form = SignInRulesForm(request.POST or None, initial={name: getattr(town, name) for name in KEPT})
    if request.method == "POST" and form.is_valid():
        actions.change_sign_in(by=request.worker, **form.cleaned_data)
        return redirect("staff:gate")
    return show(request, "staff/gate.html", "/settings/sign-in/", form=form)


@needs(Permission.STAFF_ADMIN)
def machines(request):
    """The registered machines, and those that wait."""
    found = Device.objects.filter(ended_at=None).select_related("asked_by", "approved_by")
    rows = [(one, rules.may_approve_device(one, request.worker)) for one in found]
    return show(request, "staff/machines.html", "/settings/machines/", machines=rows)


@needs(Permission.STAFF_ADMIN, fresh=True)
@require_POST
def approve(request, pk):
    """The machine stands for the second factor from now on."""
    devices.approve_device(device=get_object_or_404(Device, pk=pk), by=request.worker)
    return redirect("staff:machines")


@needs(Permission.STAFF_ADMIN, fresh=True)
@require_POST
def end_machine(request, pk):
    """The machine stands for nothing any more."""
    devices.end_device(device=get_object_or_404(Device, pk=pk), by=request.worker)
    return redirect("staff:machines")


@needs(Permission.STAFF_ADMIN, fresh=True)
@require_POST
def reset_factors(request, pk):
    """A worker lost telephone or key."""
    factors.reset_factors(worker=get_object_or_404(Worker, pk=pk), by=request.worker)
    return redirect("staff:worker", pk)
