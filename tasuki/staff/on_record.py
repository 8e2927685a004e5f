"""Every answer is on record before it leaves (閲覧の記録): one entry, in the transaction of the request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from tasuki.audit.actions import write
from tasuki.audit.looks import gathering

# What a page is called in the record when it says nothing itself; by the name of its address.
PAGES = {
    "desk:today": "きょうの画面",
    "desk:cases": "ケース一覧",
    "intake:consultations": "受付の一覧",
    "referrals:referrals": "つなぐの一覧",
    "outreach:outreach": "訪問の一覧",
    "meetings:meetings": "会議の一覧",
}
PAGE = "画面を見た"


def on_record(door: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gather what the answer shows and write it down; when that fails the answer is not given."""

    @wraps(door)
    def recorded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with gathering() as looks:
            response = door(request, *args, **kwargs)
        page = PAGES.get(request.resolver_match.view_name, PAGE) if request.resolver_match else PAGE
        shows = 200 <= response.status_code < 300 or response.status_code in (409, 422)
        entry = looks.entry(page=page, shows=shows)
        if entry is not None:
            write(**({"by": getattr(request, "worker", None)} | {k: v for k, v in entry.items() if v is not None}))
        return response

    return recorded
