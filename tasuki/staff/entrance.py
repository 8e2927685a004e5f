"""The way in (入口): password, second factor, first password; until the last step there is no session to use.

What has been done so far stands in the session under `half`, which opens no door (identity.identify).
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.tenancy.context import Context, enter
from tasuki.tenancy.enums import SecondFactor
from tasuki.tenancy.models import Municipality

from . import actions, factors, identity, locks, outside, proofs, sessions
from .enums import Proof
from .forms import ProveForm, SignInForm
from .held import held, hold
from .machines import Machine, leave_mark, marked
from .models import Worker
from .permissions import Permission
from .rules import stands_for_factor

FIRST_PAGE = "/welcome/"
HALF_MINUTES = 15
EXPIRED = "しばらく操作がなかったか、サインインから長い時間がたったので、いったん終わりました。もう一度サインインしてください。"
ENTRIES = {"factor": "/sign-in/factor/", "enrol": "/sign-in/enrol/", "device": "/sign-in/device/",
           "password": "/sign-in/password/"}  # fmt: skip


def ask(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in: to the entrance, with what was sent in hand."""
    if _by_script(request):
        return HttpResponse("サインインが終わっています。", status=401, content_type="text/plain; charset=utf-8")
    if request.method != "POST":
        return redirect("/sign-in/?" + urlencode({"next": request.get_full_path()}))
    return show_entrance(request, SignInForm(municipalities=identity.municipalities()), hold(request), status=401)


def ask_again(request: HttpRequest) -> HttpResponse:
    """She is signed in, and this needs a fresh proof of who she is."""
    if _by_script(request):
        return HttpResponse("本人の確かめが要ります。", status=401, content_type="text/plain; charset=utf-8")
    if request.method != "POST":
        return redirect("/prove/?" + urlencode({"next": request.get_full_path()}))
    return show_proof(request, ProveForm(), hold(request), status=401)


def _by_script(request: HttpRequest) -> bool:
    """A page's script asks, not a person: it keeps the text on the page and says so."""
    return request.headers.get("Sec-Fetch-Dest") == "empty" or request.headers.get("HX-Request") == "true"


def show_entrance(request: HttpRequest, form: SignInForm, kept: str = "", status: int = 200) -> HttpResponse:
    """The page of the entrance."""
    context = {
        "form": form, "kept": kept, "demo": identity.entered_by_password(), "providers": outside.providers(),
        "expired": EXPIRED if "worker" in request.session else "", "next": request.GET.get("next", ""),
    }  # fmt: skip
    return render(request, "staff/sign_in.html", context, status=status)


def show_proof(request: HttpRequest, form: ProveForm, kept: str = "", status: int = 200) -> HttpResponse:
    """The page that asks who she is once more."""
    worker = request.worker  # type: ignore[attr-defined]
    town = worker.agency.municipality
    context = {
        "form": form, "kept": kept, "options": proofs.passkey_question(request, worker),
        "minutes": town.fresh_minutes, "next": request.GET.get("next", ""),
        "providers": [one for one in outside.providers() if one.municipality in (town.name, str(town.pk))],
    }  # fmt: skip
    return render(request, "staff/prove.html", context, status=status)


def begin(request: HttpRequest, worker: Worker, proof: str, machine: Machine, following: str = "",
          kept: str = "") -> HttpResponse:  # fmt: skip
    """The password was right (or the outside directory vouched for her): what is still missing?"""
    enter(Context(municipality=worker.municipality_id, worker=worker.pk))  # her factors are shown to nobody else
    request.session.flush()
    request.session["half"] = {
        "worker": str(worker.pk), "municipality": str(worker.municipality_id), "at": clock.now().timestamp(),
        "proof": proof, "following": following, "kept": kept, "password": worker.get_session_auth_hash(),
    }  # fmt: skip
    return go_on(request, worker, machine)


def go_on(request: HttpRequest, worker: Worker, machine: Machine) -> HttpResponse:
    """To the next step, or in."""
    half = request.session["half"]
    step = missing(worker, half, machine)
    request.session.modified = True
    return leave_mark(redirect(ENTRIES[step]), machine) if step else _enter(request, worker, machine)


def missing(worker: Worker, half: dict[str, Any], machine: Machine) -> str:
    """The step that is still to be done; empty when none is."""
    asked = Municipality.objects.get(pk=worker.municipality_id).second_factor
    mine = half["proof"] == Proof.PASSWORD and factors.has_factor(worker)
    if mine or (half["proof"] == Proof.PASSWORD and asked != SecondFactor.OFF):  # her own factor counts everywhere
        if asked == SecondFactor.DEVICE and stands_for_factor(worker, machine.digest):
            half["proof"] = Proof.DEVICE
        elif mine:
            return "factor"
        else:
            return "device" if asked == SecondFactor.DEVICE and not _keeps_staff(worker) else "enrol"
    return "password" if worker.must_change and half["proof"] != Proof.OUTSIDE else ""


def _keeps_staff(worker: Worker) -> bool:
    """The administrator has to come in first, before anybody could approve a machine."""
    return any(post.worker.take_post(post).may(Permission.STAFF_ADMIN) for post in identity.posts_of(worker.pk))


def half_way(request: HttpRequest, at: str = "") -> tuple[Worker, Machine] | None:
    """Who is on her way in (`at` this step), her context in force; None when she must begin again."""
    half = request.session.get("half")
    if not half or clock.now().timestamp() - half["at"] > HALF_MINUTES * 60:
        return None
    enter(Context(municipality=UUID(half["municipality"]), worker=UUID(half["worker"])))
    worker = Worker.objects.filter(pk=half["worker"]).first()
    if worker is None or not identity.may_enter(worker) or worker.get_session_auth_hash() != half["password"]:
        return None
    machine = marked(request)
    return None if at and missing(worker, half, machine) != at else (worker, machine)


def _enter(request: HttpRequest, worker: Worker, machine: Machine) -> HttpResponse:
    """Everything asked for was given: the session begins."""
    half = request.session["half"]
    enter(Context(municipality=worker.municipality_id, worker=worker.pk))
    identity.remember(request, worker)
    request.session.save()
    row = sessions.begin(by=worker, key=request.session.session_key, machine=machine, proof=half["proof"])
    request.session["row"] = str(row.pk)
    locks.forgive(worker.login, machine)
    said = f"{worker.login}（{Proof(half['proof']).label}）"
    record(Act.SIGN_IN, "サインイン", by=worker, reason=said, objects=[worker.pk], address=machine.address)
    if worker.told:
        messages.warning(request, worker.told)
        actions.heard(by=worker)
    return leave_mark(_onward(request, worker, half), machine)


def _onward(request: HttpRequest, worker: Worker, half: dict[str, Any]) -> HttpResponse:
    """To what she had typed, to the page she wanted, or to the first page."""
    kept = held(half["kept"])
    if kept and kept.worker in ("", str(worker.pk)):
        request.session["kept"] = half["kept"]
        return redirect("/resume/")
    return redirect(safe(request, half["following"]) or FIRST_PAGE)


def safe(request: HttpRequest, address: str) -> str:
    """The address, if it lies in this house."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if ours and address.isprintable() else ""
