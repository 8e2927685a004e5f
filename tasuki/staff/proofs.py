"""What somebody says to prove who she is, checked (本人の確かめ): with locks, in words, on record."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.calendar_jp import day_time
from tasuki.tenancy.context import Context, acting, enter
from tasuki.ui import qr

from . import factors, identity, locks, passkeys, totp
from .account_models import SignedIn
from .enums import FactorKind, Proof
from .forms import NewFactorForm, NewPasskeyForm
from .machines import Machine, machine_of, marked
from .models import Worker
from .sealed import seal, unseal

WRONG = "ログイン名かパスワードが違います。"
WRONG_CODE = "コードが違うか、もう使われています。時計が合っているかを確かめて、次のコードで試してください。"
NOT_MADE = "パスキーを登録できませんでした。もう一度試してください。"
ENROLLING, MINUTES = "enrolling", 15
PASSKEY = "パスキーを確かめられませんでした。もう一度試してください。"


def by_password(request: HttpRequest, town: UUID, login: str, password: str) -> tuple[Worker | str, Machine]:
    """The worker, or what to tell whoever tried."""
    login = login.strip()
    enter(Context(municipality=town))
    machine = _at_home(marked(request), Worker.objects.filter(login=login).first())
    locks.one_at_a_time(login, machine)
    until = locks.locked_until(login, machine)
    if until is None:
        worker = identity.check_password(town, login, password)
        if worker:
            return worker, machine
        until = locks.count_failure(login, machine)
        record(Act.REFUSED, "サインインできず", reason=login, address=machine.address)
        if until is None:
            return WRONG, machine
        record(Act.REFUSED, "サインインを止めた", reason=f"{login}：失敗が続いた", address=machine.address)
    return _wait(until), machine


def _wait(until: Any) -> str:
    """How long, and what to do meanwhile. The same whether or not the log-in exists."""
    seconds = int((until - clock.now()).total_seconds()) + 1
    if seconds <= locks.LONGEST_PAUSE:
        return f"いま、このログイン名での失敗が続いています。{seconds}秒待ってから、もう一度試してください。"
    return (
        f"失敗が続いたので、この端末でのこのログイン名を {day_time(until)} まで止めています。正しいパスワードでも入れません。"
        "急ぐときは、管理者にパスワードを新しくしてもらってください。"
    )


def _at_home(machine: Machine, worker: Worker | None) -> Machine:
    """The machine, known or not: whether this worker has come in at it before."""
    if worker is None:
        return machine
    with acting(Context(municipality=worker.municipality_id, worker=worker.pk)):
        known = SignedIn.objects.filter(worker=worker.pk, machine=machine.digest).exists()
    return replace(machine, known=known)


def by_factor(request: HttpRequest, worker: Worker, machine: Machine, told: dict[str, str]) -> str:
    """The kind of proof, or what to tell whoever tried."""
    machine = _at_home(machine, worker)
    locks.one_at_a_time(worker.login, machine)
    until = locks.locked_until(worker.login, machine)
    if until is not None:
        return _wait(until)
    if told.get("credential"):
        if _signed(request, worker, told["credential"]):
            return Proof.PASSKEY
    elif kind := factors.use_code(by=worker, code=told["code"]):
        return kind
    until = locks.count_failure(worker.login, machine)
    record(Act.REFUSED, "二要素が違う", reason=worker.login, objects=[worker.pk], address=machine.address)
    return _wait(until) if until else PASSKEY if told.get("credential") else WRONG_CODE


def passkey_question(request: HttpRequest, worker: Worker) -> str:
    """The question for her passkeys, as JSON; empty when she has none."""
    return passkeys.ask_known(request, factors.passkeys_of(worker))


def _signed(request: HttpRequest, worker: Worker, answer: str) -> bool:
    """Whether the browser's answer was signed by one of her passkeys; its use is written down."""
    key = passkeys.known_key(request, answer, factors.passkeys_of(worker))
    if key is not None:
        factors.use_passkey(by=worker, key=key)
    return key is not None


def again(request: HttpRequest, told: dict[str, str]) -> str:
    """Nothing when she has proved herself again; otherwise what to tell her."""
    worker: Worker = request.worker  # type: ignore[attr-defined]
    machine = _at_home(machine_of(request), worker)
    if not told.get("password"):
        proof = by_factor(request, worker, machine, told)
        return "" if proof in Proof.values else proof
    locks.one_at_a_time(worker.login, machine)
    until = locks.locked_until(worker.login, machine)
    if until is None and worker.check_password(told["password"]):
        return ""
    until = until or locks.count_failure(worker.login, machine)
    record(Act.REFUSED, "本人の確かめができず", by=worker)
    return _wait(until) if until else "パスワードが違います。"


def offer(request: HttpRequest, worker: Worker) -> dict[str, Any]:
    """What the page of a new factor shows: picture, secret (kept sealed in the page's session), passkey question."""
    secret = unseal(request.session.get(ENROLLING, ""), "enrolling", MINUTES * 60) or totp.new_secret()
    request.session[ENROLLING] = seal(secret, "enrolling")
    town = worker.municipality.name
    return {
        "picture": qr.svg(totp.address(secret, worker.login, town), "認証アプリで読みとる二次元コード", 220),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "options": passkeys.ask_new(request, worker, factors.passkeys_of(worker)),
        "passkey_form": NewPasskeyForm(initial={"name": "このパソコン"}),
    }


def new_factor(request: HttpRequest, worker: Worker) -> tuple[Any, str | None]:
    """The form as sent, and the kind of factor registered with it, if any."""
    if "credential" in request.POST:
        return _new_passkey(request, worker)
    form = NewFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = unseal(request.session.get(ENROLLING, ""), "enrolling", MINUTES * 60)
        step = totp.step_of(secret, form.cleaned_data["code"]) if secret else None
        if step:
            factors.add_factor(by=worker, kind=FactorKind.TOTP, secret={"key": secret, "step": step})
            request.session.pop(ENROLLING)
            return form, FactorKind.TOTP
        form.add_error("code", "コードが合いません。端末の時計を確かめて、いま出ているコードを入れてください。")
    return form, None


def _new_passkey(request: HttpRequest, worker: Worker) -> tuple[Any, str | None]:
    form = NewPasskeyForm(request.POST)
    if form.is_valid():
        key = passkeys.new_key(request, form.cleaned_data["credential"])
        if key:
            factors.add_factor(by=worker, kind=FactorKind.PASSKEY, secret=key, name=form.cleaned_data["name"])
            return form, FactorKind.PASSKEY
        form.add_error(None, NOT_MADE)
    return form, None
