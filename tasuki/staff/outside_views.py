"""Through the town's own staff directory and back (庁内の職員認証でのサインイン)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.tenancy.context import Context, enter

from . import entrance, identity, oidc, outside, saml
from .doors import unguarded
from .enums import Proof
from .held import held
from .machines import address_of, marked
from .models import Worker

OUTSIDE = "庁内の職員認証との行き来。だれであるかは、認証側の署名で確かめる"
CARRIED = ("code", "state", "error", "SAMLResponse", "RelayState")


def _provider(slug):
    found = outside.provider(slug)
    if found is None:
        raise Http404
    return found


def _addresses(request, slug):
    """(where the directory sends her back to, under which name it knows us)."""
    here = request.build_absolute_uri(f"/sign-in/outside/{slug}/")
    return here + "back/", here + "metadata/"


def _municipality(provider):
    """The key of the directory's municipality."""
    found = [key for key, name in identity.municipalities() if provider.municipality in (key, name)]
    if len(found) != 1:
        raise oidc.NotVouched(f"設定の自治体「{provider.municipality}」が一つに決まらない")
    return UUID(found[0])


@unguarded(OUTSIDE)
@require_POST
def start(request, slug):
    """Off to the directory; what she wanted to do stays here."""
    provider, (back, metadata) = _provider(slug), _addresses(request, slug)
    again = bool(request.POST.get("prove"))
    try:
        going = oidc.begin(provider, back, again=again) if provider.kind == "oidc" else saml.begin(
            request, provider, back, metadata, again=again)  # fmt: skip
    except oidc.NotVouched as why:
        return refused(request, provider, str(why))
    request.session["outside"] = going[1] | {
        "slug": slug, "at": clock.now().timestamp(), "following": request.POST.get("next", ""),
        "kept": request.POST.get("_kept", ""), "prove": again,
    }  # fmt: skip
    return render(request, "staff/outside_go.html", {"address": going[0], "provider": provider})


@csrf_exempt
@unguarded(OUTSIDE)
def back(request, slug):
    """She comes from another site, so the browser keeps our cookies to itself: one step within this house, then on."""
    _provider(slug)
    told = request.POST if request.method == "POST" else request.GET
    fields = [(name, told[name]) for name in CARRIED if name in told]
    # rendered without the request, so that no new token is put over the one of her other tabs
    return HttpResponse(render_to_string("staff/outside_back.html", {"fields": fields, "slug": slug}))


@csrf_exempt
@unguarded(OUTSIDE)
@require_POST
def finish(request, slug):
    """Who she is, as the directory says; the way in goes on from there."""
    provider, kept = _provider(slug), request.session.pop("outside", None)
    if not kept or kept["slug"] != slug or clock.now().timestamp() - kept["at"] > 600:
        return refused(request, provider, "この画面からの申し込みではない")
    try:
        town = _municipality(provider)
        worker, claims = vouched(request, provider, town, kept)
    except oidc.NotVouched as why:
        return refused(request, provider, str(why))
    if kept["prove"]:
        return _proved(request, worker, kept)
    trusted = provider.trusts_factor and (not provider.amr or set(provider.amr) & set(claims.get("amr", [])))
    proof = Proof.OUTSIDE if trusted else Proof.PASSWORD
    return entrance.begin(request, worker, proof, marked(request), kept["following"], kept["kept"])


def vouched(request, provider, town, kept):
    """The worker whom the directory names, and everything it says of her."""
    back_to, metadata_at = _addresses(request, provider.key)
    told = {name: request.POST[name] for name in CARRIED if name in request.POST}
    if provider.kind == "oidc":
        claims = oidc.finish(provider, back_to, kept, told)
    else:
        claims = saml.finish(request, provider, back_to, metadata_at, kept, told)
    name = str(claims.get(provider.claim) or "")
    enter(Context(municipality=town))
    worker = Worker.objects.filter(**{provider.match: name}).first() if name else None
    if worker is None or not identity.may_enter(worker):
        raise oidc.NotVouched(f"登録のない職員：{name[:60]}")
    return worker, claims


def _proved(request, worker, kept):
    """The same worker, proved again by the directory."""
    if request.session.get("worker") != str(worker.pk):
        return redirect("/sign-in/")
    request.session["proved"], request.session["kept"] = clock.now().timestamp(), kept["kept"]
    return redirect("/resume/" if held(kept["kept"]) else entrance.safe(request, kept["following"]) or "/today/")


def refused(request, provider, why):
    """The directory did not vouch for her: told in words, on record with the reason."""
    try:
        enter(Context(municipality=_municipality(provider)))
        record(
            Act.REFUSED, "庁内の職員認証で入れず", reason=f"{provider.key}：{why}"[:300], address=address_of(request)
        )
    except oidc.NotVouched:
        pass  # a wrong setting: there is no municipality on whose record it could stand
    return render(request, "staff/outside_refused.html", {"provider": provider}, status=403)


@unguarded("庁内の認証に登録するための、この仕組みの公開情報")
def metadata(request, slug):
    """What the keepers of a SAML directory enter about this house."""
    provider = _provider(slug)
    if provider.kind != "saml":
        raise Http404
    return HttpResponse(saml.metadata_of(provider, *_addresses(request, slug)), content_type="application/xml")
