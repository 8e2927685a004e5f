"""The pages of the entrance, step by step, and the fresh proof (サインイン)."""

from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared import clock

from . import actions, devices, entrance, factors, identity, proofs
from .doors import needs, unguarded
from .enums import Proof
from .forms import CodeForm, DeviceForm, NewPasswordForm, ProveForm, SignInForm
from .held import held
from .permissions import Permission

ON_THE_WAY = "サインインの途中の画面：パスワードのあと、二つめの確かめまで"


@unguarded("入口なので、だれでも開ける")
def sign_in(request):
    """The entrance."""
    kept, form = (
        request.POST.get("_kept", ""),
        SignInForm(request.POST or None, municipalities=identity.municipalities()),
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        worker, machine = proofs.by_password(request, UUID(asked["municipality"]), asked["login"], asked["password"])
        if isinstance(worker, str):
            form.add_error(None, worker)
        else:
            following = request.POST.get("next") or request.GET.get("next", "")
            return entrance.begin(request, worker, Proof.PASSWORD, machine, following, kept)
    return entrance.show_entrance(request, form, kept, status=422 if form.errors else 200)


@unguarded(ON_THE_WAY)
def factor(request):
    """The second factor she has registered."""
    if not (found := entrance.half_way(request)):
        return redirect("/sign-in/")
    worker, machine = found
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = proofs.by_factor(request, worker, machine, form.cleaned_data)
        if proof in Proof.values:
            request.session["half"]["proof"] = proof
            return entrance.go_on(request, worker, machine)
        form.add_error(None, proof)
    context = {"form": form, "worker": worker, "options": proofs.passkey_question(request, worker)}
    return render(request, "staff/factor.html", context, status=422 if form.errors else 200)


@unguarded(ON_THE_WAY)
def enrol(request):
    """The first second factor: an app or a passkey."""
    if not (found := entrance.half_way(request, at="enrol")):
        return redirect("/sign-in/")
    worker = found[0]
    form, key = proofs.new_factor(request, worker)
    if key is not None:
        request.session["codes"] = factors.make_recovery_codes(by=worker)
        request.session["half"]["proof"] = key
        return redirect("/sign-in/codes/")
    context = proofs.offer(request, worker) | {"form": form, "worker": worker}
    return render(request, "staff/enrol.html", context, status=422 if form.errors else 200)


@unguarded(ON_THE_WAY)
def codes(request):
    """The recovery codes, shown this once; then in."""
    if not (found := entrance.half_way(request)):
        return redirect("/sign-in/")
    if request.method == "POST" or "codes" not in request.session:
        request.session.pop("codes", None)
        return entrance.go_on(request, *found)
    return render(request, "staff/codes.html", {"codes": request.session["codes"], "worker": found[0], "half": True})


@unguarded(ON_THE_WAY)
def device(request):
    """This machine is not registered yet: ask for it."""
    if not (found := entrance.half_way(request)):
        return redirect("/sign-in/")
    worker, machine = found
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        devices.ask_for_device(by=worker, name=form.cleaned_data["name"], digest=machine.digest)
        return entrance.leave_mark(render(request, "staff/device_asked.html", form.cleaned_data), machine)
    return render(request, "staff/device.html", {"form": form, "worker": worker}, status=422 if form.errors else 200)


@unguarded(ON_THE_WAY)
def first_password(request):
    """The password that somebody else knows is changed."""
    if not (found := entrance.half_way(request, at="password")):
        return redirect("/sign-in/")
    worker, machine = found
    form = NewPasswordForm(request.POST or None, worker=worker)
    if request.method == "POST" and form.is_valid():
        actions.change_password(by=worker, password=form.cleaned_data["password"])
        request.session["half"]["password"] = worker.get_session_auth_hash()
        return entrance.go_on(request, worker, machine)
    return render(
        request, "staff/first_password.html", {"form": form, "worker": worker}, status=422 if form.errors else 200
    )


@needs(Permission.SIGNED_IN)
def prove(request):
    """Who she is, once more: password, code or passkey."""
    kept, form = request.POST.get("_kept", ""), ProveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wrong = proofs.again(request, form.cleaned_data)
        if not wrong:
            request.session["proved"] = clock.now().timestamp()
            request.session["kept"] = kept
            return redirect(
                "/resume/" if held(kept) else entrance.safe(request, request.POST.get("next", "")) or "/today/"
            )
        form.add_error(None, wrong)
    return entrance.show_proof(request, form, kept, status=422 if form.errors else 200)


@needs(Permission.SIGNED_IN)
def resume(request):
    """What she had sent when the sign-in was over, to be sent now."""
    form = held(request.session.get("kept", ""))
    if form is None or form.worker not in ("", str(request.worker.pk)):
        return redirect("/today/")
    return render(request, "staff/resume.html", {"held": form})


@needs(Permission.SIGNED_IN)
@require_POST
def extend(request):
    """She is still here (asked by the page's warning): how long she may stay."""
    request.session["seen"] = clock.now().timestamp()
    return JsonResponse({"idle": request.session_left[0], "whole": request.session_left[1]})
