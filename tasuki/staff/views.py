"""Sign-out, choice of post, roles, drafts."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act

from . import actions, sessions
from .doors import needs
from .permissions import Permission
from .roles import ROLES
from .tabs import my_tabs


@needs(Permission.SIGNED_IN)
@require_POST
def sign_out(request):
    """Leave."""
    record(Act.SIGN_OUT, "サインアウト", by=request.worker)
    sessions.close(request.session.get("row"))
    request.session.flush()
    response = redirect("/sign-in/")
    response["Clear-Site-Data"] = '"cache", "storage"'  # not the cookies: the machine keeps its mark
    return response


@needs(Permission.SIGNED_IN)
def me(request):
    """My posts, and what my role may do."""
    if request.method == "POST":
        request.session["post"] = request.POST.get("post", "")
        return redirect("/today/")
    mine = [p.label for p in Permission if request.worker.may(p)]
    return render(request, "staff/me.html", {"posts": request.posts, "mine": mine, "tabs": my_tabs("/me/")})


@needs(Permission.SIGNED_IN)
def roles(request):
    """All roles, in words, and what each may do."""
    table = [(role, [p.label for p in Permission if p in role.permissions]) for role in ROLES.values()]
    every = [(p.label, [role.name.label for role in ROLES.values() if p in role.permissions]) for p in Permission]
    return render(request, "staff/roles.html", {"roles": table, "permissions": every, "tabs": my_tabs("/me/roles/")})


@needs(Permission.SIGNED_IN)
@require_POST
def draft(request, kind, about=None):
    """Keep what is being typed (called every few seconds by the page)."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name in ("_version", "_base") or (not name.startswith("_") and name != "csrfmiddlewaretoken")
    }
    kept = actions.keep_draft(by=request.worker, kind=kind, about=about, fields=fields)
    return JsonResponse({"saved": kept.saved_at.strftime("%H:%M")})
