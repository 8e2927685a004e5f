"""The page on which what a supporter noticed becomes a consultation (相談にする)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.supporters.inbox import worded
from tasuki.supporters.models import Concern

from . import concerns_actions
from .models import ConcernTaken


@needs(Permission.CONSULT)
def take_concern(request, key):
    """One button; a second time it leads to the 受付票."""
    rows = Concern.objects.visible_to(request.worker).select_related("area", "agency")
    concern = get_object_or_404(rows, pk=key)
    taken = ConcernTaken.objects.visible_to(request.worker).filter(concern=concern).first()
    if taken is not None:
        return redirect(f"/consultations/{taken.consultation_id}/")
    if request.method == "POST":
        made = concerns_actions.take_from_concern(concern=concern, by=request.worker)
        messages.success(request, "相談にしました。つぎにどうするかを選びます。")
        return redirect(f"/consultations/{made.pk}/")
    may = concerns_actions.may_take_from_concern(concern, request.worker)
    return render(request, "intake/take_concern.html", {"concern": worded(concern), "may": may})
