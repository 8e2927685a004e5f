"""The floor (床): a page for a signed-in worker, in the frame of every page, that reads one object."""

from django.shortcuts import render

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.tenancy.models import Agency


@needs(Permission.SIGNED_IN)
def floor(request):
    """One agency by its key."""
    return render(request, "bench/floor.html", {"agency": Agency.objects.get(pk=request.worker.agency_id)})
