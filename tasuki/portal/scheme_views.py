"""Pages for residents about schemes of support (住民向け：支援制度)."""

from django.http import Http404

from . import schemes_showing
from .enums import Trouble
from .public import page, public


@public
def schemes(request):
    """Every scheme that is shown, or those for one trouble."""
    trouble = request.GET.get("trouble", "")
    trouble = trouble if trouble in Trouble.values else ""
    words = request.words
    troubles = [(one.value, words.plain(f"trouble_{one.value}")) for one in Trouble if schemes_showing.topics_of(one)]
    told = {"found": schemes_showing.all_of(request.town, trouble, words), "trouble": trouble, "troubles": troubles}
    return page(request, "portal/schemes.html", any=words.plain("any"), **told)


@public
def scheme(request, key):
    """One scheme."""
    found = next((one for one in request.town.schemes if one["id"] == key), None)
    if found is None:
        raise Http404
    return page(request, "portal/scheme.html", scheme=schemes_showing.whole(request.town, found, request.words))
