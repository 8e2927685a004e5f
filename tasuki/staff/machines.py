"""At which machine somebody sits (端末): its address, its browser, and the mark that a good sign-in leaves on it."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

SALT = "tasuki.machine"
DAYS = 400  # the longest that browsers keep
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Firefox", "Firefox"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def cookie_name() -> str:
    """Under TLS a name that no other page of the town's domain can set."""
    return "__Host-tasuki_machine" if settings.SESSION_COOKIE_SECURE else "tasuki_machine"


@dataclass(frozen=True)
class Machine:
    """One machine: `mark` is the random text in its cookie; `known`: this log-in has come in here before."""

    address: str
    browser: str
    mark: str = ""
    known: bool = False

    @property
    def digest(self) -> str:
        """The mark as the database knows it; empty when the machine has none."""
        return hashlib.sha256(self.mark.encode()).hexdigest() if self.mark else ""

    @property
    def counted_as(self) -> str:
        """Under which name failures are counted: its mark where it is known, so that nobody else's machine, not even
        behind the same address, can use up its tries; otherwise its address."""
        return self.digest if self.known else self.address


def address_of(request: HttpRequest) -> str:
    """The address of the machine; a proxy's word is taken only from the proxies that the settings name."""
    here: str = request.META.get("REMOTE_ADDR", "")
    if here not in settings.TRUSTED_PROXIES:
        return here
    told = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    outside = [one for one in told if one not in settings.TRUSTED_PROXIES]
    return (outside[-1] if outside else here)[:45]


def machine_of(request: HttpRequest) -> Machine:
    """The machine of this request."""
    try:
        mark = Signer(salt=SALT).unsign(request.COOKIES.get(cookie_name(), ""))
    except BadSignature:
        mark = ""
    return Machine(address_of(request), browser_of(request), mark)


def marked(request: HttpRequest) -> Machine:
    """The machine with a mark: its own, or a new one that `leave_mark` will put on it."""
    machine = machine_of(request)
    return machine if machine.mark else Machine(machine.address, machine.browser, secrets.token_urlsafe(24))


def leave_mark(response: HttpResponse, machine: Machine) -> HttpResponse:
    """The mark, signed, in a cookie of its own that signing out does not take away."""
    response.set_cookie(
        cookie_name(), Signer(salt=SALT).sign(machine.mark), max_age=DAYS * 86400, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def browser_of(request: HttpRequest) -> str:
    """Browser and system in words a worker knows."""
    said = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return "／".join(part for part in (browser, system) if part) or re.sub(r"\W+", " ", said)[:60] or "わかりません"
