"""The decision table for everybody who works with it."""

from django.shortcuts import render

from tasuki.codes.lookup import choices
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import my_tabs

from .rules import CONSENT_ITEMS, NEVER, OTHERWISE, TABLE
from .showing import shown


@needs(Permission.SIGNED_IN)
def grounds(request):
    """Who may see what, on which ground, and when it ends."""
    items = dict(choices("consent_item"))
    context = {
        "tabs": my_tabs("/grounds/"),
        "grounds": [shown(rule, request.worker.post.municipality) for rule in TABLE.values()],
        "never": NEVER,
        "otherwise": OTHERWISE,
        "items": [(items[code], "・".join(scope.labels())) for code, scope in CONSENT_ITEMS.items() if code in items],
    }
    return render(request, "sharing/grounds.html", context)
