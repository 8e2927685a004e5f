"""Sign-in, sign-out, choice of post, drafts."""

from uuid import UUID

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act

from . import actions, identity
from .doors import needs, unguarded
from .forms import SignInForm
from .permissions import Permission
from .roles import ROLES

FIRST_PAGE = "/welcome/"


@unguarded("入口なので、だれでも開ける")
def sign_in(request):
    """The entrance."""
    form = SignInForm(request.POST or None, municipalities=identity.municipalities())
    if request.method == "POST" and form.is_valid():
        town = UUID(form.cleaned_data["municipality"])
        worker = identity.check_password(town, form.cleaned_data["login"], form.cleaned_data["password"])
        if worker:
            identity.remember(request, worker)
            record(Act.SIGN_IN, "サインイン", reason=worker.login, objects=[worker.pk])
            following = request.GET.get("next", "")
            safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
            return redirect(following if safe else FIRST_PAGE)
        record(Act.REFUSED, "サインインできず", reason=form.cleaned_data["login"])
        form.add_error(None, "ログイン名かパスワードが違います。")
    context = {"form": form, "demo": getattr(settings, "DEMO", False)}
    return render(request, "staff/sign_in.html", context, status=422 if form.errors else 200)


@needs(Permission.SIGNED_IN)
@require_POST
def sign_out(request):
    """Leave."""
    record(Act.SIGN_OUT, "サインアウト", by=request.worker)
    request.session.flush()
    return redirect("/sign-in/")


@needs(Permission.SIGNED_IN)
def me(request):
    """My posts, and what my role may do."""
    if request.method == "POST":
        request.session["post"] = request.POST.get("post", "")
        return redirect("/today/")
    roles = [(role, [p.label for p in Permission if p in role.permissions]) for role in ROLES.values()]
    mine = [p.label for p in Permission if request.worker.may(p)]
    return render(request, "staff/me.html", {"posts": request.posts, "roles": roles, "mine": mine})


@needs(Permission.SIGNED_IN)
@require_POST
def draft(request, kind, about=None):
    """Keep what is being typed (called every few seconds by the page)."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    }
    kept = actions.keep_draft(by=request.worker, kind=kind, about=about, fields=fields)
    return JsonResponse({"saved": kept.saved_at.strftime("%H:%M")})
