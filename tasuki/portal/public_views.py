"""Pages for residents, without log-in and without scripts (住民向けページ)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tasuki.shared.portal import portal_url
from tasuki.ui import qr

from . import reading, schemes_showing, showing
from .enums import Language, Trouble
from .public import home_of, offered, page, public
from .wording import DAYS, chosen

NEUTRAL = "https://www.jma.go.jp/"


def entrance(request):
    """Which town; of a single one its first page in the language of the browser."""
    found = reading.towns()
    if len(found) == 1:
        return redirect("public:town", found[0]["code"])
    return render(request, "portal/towns.html", {"towns": found})


def town(request, code):
    """The first page in the language that the browser asks for."""
    known = reading.town(code)
    if known is None:
        raise Http404
    return redirect(home_of(code, chosen(request.headers.get("Accept-Language", ""), offered(known))))


@public
def home(request):
    """The five ways on, and whom to ring at once."""
    welcome = request.town.text("welcome", request.words.language)
    notice = request.town.text("notice", request.words.language)
    context = {"welcome": welcome, "notice": notice, "urgent": showing.urgent(request.town, request.words)}
    return page(request, "portal/home.html", **context)


@public
def desks(request):
    """Troubles in plain words."""
    troubles = [{"key": one.value, "words": request.words[f"trouble_{one.value}"]} for one in Trouble]
    return page(request, "portal/desks.html", troubles=troubles, urgent=showing.urgent(request.town, request.words))


@public
def desk_list(request, trouble):
    """The desks for one trouble, telephone first."""
    if trouble not in Trouble.values:
        raise Http404
    told = {"trouble": trouble, "title": request.words[f"trouble_{trouble}"]}
    told["title_plain"] = request.words.plain(f"trouble_{trouble}")
    told["desks"] = showing.desks(request.town, trouble, request.words)
    told["schemes"] = schemes_showing.for_trouble(request.town, trouble, request.words)
    return page(request, "portal/desk_list.html", **told, urgent=showing.urgent(request.town, request.words))


@public
def places(request):
    """Places near me: by area, day and kind."""
    return _places(request, "portal/places.html", "found")


@public
def agenda(request):
    """Two weeks, day by day."""
    asked = showing.asked_of(request.GET, request.town)
    days = showing.agenda(request.town, asked, request.words)
    return page(request, "portal/agenda.html", asked=asked, days=days, **_choices(request))


def _places(request, template, key):
    asked = showing.asked_of(request.GET, request.town)
    found = [showing.card(request.town, one, request.words) for one in showing.places(request.town, asked)]
    count = request.words.filled("found", n=len(found))
    return page(request, template, asked=asked, found=found, count=count, **_choices(request))


def _choices(request):
    """What can be chosen, as plain text for old telephones."""
    words = request.words
    return {
        "days_of_week": [(day, words.plain(day)) for day in DAYS],
        "groups": [(name, words.plain(f"place_{name}")) for name in showing.GROUPS],
        "any": words.plain("any"), "all_areas": words.plain("all_areas"),
    }  # fmt: skip


@public
def place(request, key):
    """One place."""
    found = next((one for one in request.town.places if one["id"] == key), None)
    if found is None:
        raise Http404
    return page(request, "portal/place.html", place=showing.whole(request.town, found, request.words))


@public
def poster(request):
    """For the wall: the ways with their QR codes, on one sheet."""
    base = f"/{request.town.code}/{request.words.language.value}/"
    ways = [("desks", f"{base}desks/"), ("places", f"{base}places/"), ("write", f"{base}write/")]
    told = [{"title": request.words[f"menu_{key}"], "lead": request.words[f"menu_{key}_lead"], "path": path,
             "address": portal_url(path)} for key, path in ways]  # fmt: skip
    return page(request, "portal/poster.html", ways=told, urgent=showing.urgent(request.town, request.words))


@public
def picture(request, kind):
    """The QR code of a page of this municipality."""
    path = request.GET.get("page", "")
    base = f"/{request.town.code}/{request.words.language.value}/"
    if not path.startswith(base) or len(path) > 120:
        raise Http404
    if kind == "png":
        return HttpResponse(qr.png(portal_url(path)), content_type="image/png")
    return HttpResponse(qr.svg(portal_url(path), portal_url(path)), content_type="image/svg+xml")


def leave(request, code):
    """Away at once, to a page that tells nothing."""
    known = reading.town(code)
    answer = redirect(known.leave_to if known and known.leave_to else NEUTRAL)
    answer["Cache-Control"] = "no-store"
    return answer


def not_found(request, exception=None):
    """404, in Japanese and English."""
    return render(request, "portal/not_found.html", {"languages_all": Language}, status=404)


def trouble(request):
    """500: without a database, in Japanese and English."""
    text = "いま開けません。急ぐときは 110・119 に電話してください。 Out of order. In an emergency call 110 or 119."
    return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def bad_request(request, exception=None):
    """400."""
    return HttpResponse("読めませんでした。 Bad request.", status=400, content_type="text/plain; charset=utf-8")


for _open in (entrance, town, leave):
    _open.public = True
