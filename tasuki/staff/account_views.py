"""One's own account (サインインと端末): password, second factors, sessions."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasuki.tenancy.enums import SecondFactor

from . import actions, factors, proofs, rules, sessions
from .doors import needs
from .forms import ChangePasswordForm
from .permissions import Permission
from .tabs import my_tabs

HERE = "/me/account/"


def _mine(found, pk):
    """The one of mine with this key."""
    for one in found:
        if one.pk == pk:
            return one
    raise Http404


@needs(Permission.SIGNED_IN)
def account(request):
    """Everything about how I sign in."""
    worker = request.worker
    context = {
        "tabs": my_tabs(HERE), "town": worker.agency.municipality, "here": request.session.get("row"),
        "factors": [(one, rules.may_remove_factor(one, worker)) for one in factors.factors_of(worker)],
        "codes_left": factors.codes_left(worker), "sessions": sessions.open_sessions(worker),
        "asked": worker.agency.municipality.second_factor == SecondFactor.COMPULSORY,
    }  # fmt: skip
    return render(request, "staff/account.html", context)


@needs(Permission.SIGNED_IN)
def password(request):
    """A new password of my own; my other sessions end."""
    form = ChangePasswordForm(request.POST or None, worker=request.worker)
    if request.method == "POST" and form.is_valid():
        actions.change_password(by=request.worker, password=form.cleaned_data["password"])
        sessions.end_other_sessions(by=request.worker, but=request.session.get("row"))
        request.session["password"] = request.worker.get_session_auth_hash()
        return redirect(HERE)
    return render(request, "staff/password.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.SIGNED_IN, fresh=True)
def new_factor(request):
    """A further factor: an app or a passkey."""
    form, kind = proofs.new_factor(request, request.worker)
    if kind is not None:
        return redirect("staff:account" if factors.codes_left(request.worker) else "staff:recovery")
    context = proofs.offer(request, request.worker) | {"form": form, "worker": request.worker}
    return render(request, "staff/new_factor.html", context, status=422 if form.errors else 200)


@needs(Permission.SIGNED_IN, fresh=True)
def recovery(request):
    """New recovery codes, shown once."""
    codes = factors.make_recovery_codes(by=request.worker) if request.method == "POST" else []
    return render(request, "staff/recovery.html", {"codes": codes, "left": factors.codes_left(request.worker)})


@needs(Permission.SIGNED_IN, fresh=True)
@require_POST
def drop_factor(request, pk):
    """Give up one of my factors."""
    factors.remove_factor(factor=_mine(factors.factors_of(request.worker), pk), by=request.worker)
    return redirect(HERE)


@needs(Permission.SIGNED_IN, fresh=True)
@require_POST
def end_session(request, pk):
    """End one of my sessions."""
    sessions.end_session(session=_mine(sessions.open_sessions(request.worker), pk), by=request.worker)
    return redirect(HERE)


@needs(Permission.SIGNED_IN, fresh=True)
@require_POST
def end_others(request):
    """End all my sessions but this one."""
    sessions.end_other_sessions(by=request.worker, but=request.session.get("row"))
    return redirect(HERE)
