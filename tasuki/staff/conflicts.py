"""Two people wrote over the same thing (書きかえの衝突): mine, theirs and what it was before, box by box, to choose from.

What stood in the form when it was opened goes with the form, signed (`_base`); what stands there now is read from the
page itself, as the worker may see it. Choosing sends the form again with the newest version.
"""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.html import format_html

from tasuki.shared.calendar_jp import parse_date
from tasuki.shared.decisions import Refused, Stale, refusing
from tasuki.ui.differing import marked
from tasuki.ui.seen import Box, boxes, versioned_form

Values = dict[str, list[str]]
SALT = "tasuki.form-as-opened"
LARGEST_BASE = 400_000  # signed and packed; beyond it only mine and theirs are compared
_ROW = re.compile(r"^(?P<set>.+?)-(?P<row>\d+)-(?P<name>.+)$")
_HALF = re.compile(r"^(?P<whole>.+)_(?:date|time)$")
MINE, THEIRS, EDITED = "mine", "theirs", "edited"


@dataclass
class Choice:
    """One thing to choose: a box, the two halves of a moment, or all rows of a table together."""

    key: str
    label: str
    section: str
    mine: Any
    theirs: Any
    base: Any
    state: str
    chosen: str
    text: str | None = None  # what may be rewritten by hand: texts only
    name: str = ""


def remember(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The opened form takes along what stood in it, so that it can be shown beside what somebody else wrote."""
    page = _page(response)
    form = versioned_form(page) if 'name="_version"' in page else ""
    if not form or 'name="_base"' in form or request.method != "GET":
        return response
    base = _signed({name: box.values for name, box in boxes(form).items()})
    if base:
        version = re.search(r'<input type="hidden" name="_version" value="\d+">', form)
        if version:
            hidden = format_html('<input type="hidden" name="_base" value="{}">', base)
            response.content = page.replace(version.group(), version.group() + hidden, 1)  # type: ignore[attr-defined]
    return response


def form_again(
    request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase], reason: str
) -> HttpResponseBase | None:
    """The page of the form with everything as it was typed and the reason on top; None where there is no such form."""
    try:
        with refusing(reason), transaction.atomic():
            response = view(request)
            if response.status_code != 422:
                transaction.set_rollback(True)
    except (Refused, Stale, Http404):
        return None
    if response.status_code != 422:
        return None
    response.status_code = 409
    return response


def side_by_side(request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponse | None:
    """The page on which one chooses between mine and theirs; None where the page shows no such form any more."""
    now = _as_it_stands(request, view)
    form = versioned_form(now)
    version = re.search(r'name="_version" value="(\d+)"', form)
    if not version:
        return None
    seen = boxes(form)
    mine, theirs = sent(request.POST), {name: box.values for name, box in seen.items()}
    base = _opened(request.POST.get("_base", ""))
    offered = choices(seen, mine, theirs, base, request.POST)
    context = {
        "choices": [one for one in offered if one.state != "same"], "same": sum(one.state == "same" for one in offered),
        "both": sum(one.state == "both" for one in offered), "based": base is not None, "path": request.path,
        "mine": json.dumps(mine, ensure_ascii=False), "base": request.POST.get("_base", ""),
        "theirs": _signed(theirs, most=None), "newest": version.group(1), "again": "_mine" in request.POST,
        "uploads": bool(request.FILES), "heading": _heading(now),
    }  # fmt: skip
    return render(request, "staff/conflict.html", context, status=409)


def resolved(request: HttpRequest) -> None:
    """What was chosen side by side becomes the form itself, as if it had been typed; `Stale` if a choice is missing."""
    post, theirs = request.POST, _opened(request.POST.get("_theirs", ""))
    if "_mine" not in post:
        return
    mine = _told(post["_mine"])
    if theirs is None:
        raise Stale("えらびなおしてください。")
    wanted = QueryDict(mutable=True)
    for name, values in mine.items():
        wanted.setlist(name, values)
    for name in ("_key", "_version", "_base", "csrfmiddlewaretoken"):
        wanted[name] = post.get(name, "")
    open_questions = False
    for unit, names in units({*mine, *theirs}).items():
        pick = post.get("_all") or post.get(f"_pick:{unit}", "")
        if (
            pick in ("", MINE)
            and not post.get("_all")
            and post.get(f"_edit:{unit}", "") != post.get(f"_was:{unit}", "")
        ):
            pick = EDITED  # she wrote in the box and forgot to tick it
        open_questions = open_questions or (not pick and f"_ask:{unit}" in post)
        for name in names:
            if pick == THEIRS:
                wanted.setlist(name, theirs.get(name, []))
            elif pick == EDITED and f"_edit:{name}" in post:
                wanted.setlist(name, post.getlist(f"_edit:{name}"))
    if open_questions:
        wanted["_mine"] = post["_mine"]
        for name, values in post.lists():
            if name.startswith(("_pick:", "_edit:")):
                wanted.setlist(name, values)
        request.POST = wanted  # type: ignore[assignment]
        raise Stale("どちらにするか、えらんでいない欄があります。")
    wanted["_base"] = post["_theirs"]
    request.POST = wanted  # type: ignore[assignment]


def choices(seen: dict[str, Box], mine: Values, theirs: Values, base: Values | None, post: Any) -> list[Choice]:
    """Everything that the form shows, each with its three contents and who changed it."""
    found = []
    for unit, names in units([*seen, *(name for name in mine if name not in seen and _ROW.match(name))]).items():
        known = [name for name in names if name in seen and seen[name].kind != "hidden"]
        if not known:
            continue
        was, own, other = (_part(values, names, seen) for values in (base, mine, theirs))
        state = _state(own, other, was if base is not None else None)
        box = seen[known[0]]
        pick = post.get(f"_pick:{unit}", "") or {"mine": MINE, "theirs": THEIRS, "same": MINE}.get(state, "")
        writable = len(names) == 1 and box.kind in ("text", "textarea")
        typed = post.get(f"_edit:{unit}") or "".join(mine.get(unit, []))
        shown = [_shown(values, names, seen) for values in (mine, theirs, base)]
        found.append(Choice(
            unit, _label(unit, box, names), box.section, marked(shown[0], shown[2] if base is not None else shown[1]),
            marked(shown[1], shown[2] if base is not None else shown[0]), shown[2], state, pick,
            typed if writable else None, names[0],
        ))  # fmt: skip
    return found


def units(names: Any) -> dict[str, list[str]]:
    """What is chosen as one: the rows of a table, the day and the hour of a moment, else each box by itself."""
    whole = {found["whole"] for name in names if (found := _HALF.match(name))}
    found_units: dict[str, list[str]] = {}
    for name in names:
        row, half = _ROW.match(name), _HALF.match(name)
        unit = row["set"] if row else name
        if (
            not row
            and half
            and {f"{half['whole']}_date", f"{half['whole']}_time"} <= set(names)
            and half["whole"] in whole
        ):
            unit = half["whole"]
        found_units.setdefault(unit, []).append(name)
    return found_units


def sent(post: Any) -> Values:
    """What was sent, without what is ours."""
    return {name: values for name, values in post.lists() if not name.startswith("_") and name != "csrfmiddlewaretoken"}


def _label(unit: str, box: Box, names: list[str]) -> str:
    if len(names) == 1 or _HALF.match(names[0]):
        return box.label.removesuffix("　日付").removesuffix("日付").strip("　") or box.label or box.section
    return box.section or box.label


def _state(own: Any, other: Any, was: Any | None) -> str:
    if own == other:
        return "same"
    if was is None:
        return "both"
    return THEIRS if own == was else MINE if other == was else "both"


def _part(values: Values | None, names: list[str], seen: dict[str, Box]) -> list[list[str]]:
    """The contents of a unit in a form that can be compared: one spelling of line ends and days."""
    told = [[_plain(value, seen.get(name)) for value in (values or {}).get(name, [])] for name in sorted(names)]
    return [[value for value in one if value] for one in told]


def _plain(value: str, box: Box | None) -> str:
    text = value.replace("\r\n", "\n").strip()
    if box is not None and box.kind == "date" and text:
        try:
            return parse_date(text).isoformat()
        except ValueError:
            return text
    return text


def _shown(values: Values | None, names: list[str], seen: dict[str, Box]) -> str:
    """The contents of a unit in words."""
    lines = []
    for name in names:
        box = seen.get(name) or _like(name, seen)
        given = (values or {}).get(name, [])
        words = [_worded(value, box) for value in given if value.strip()]
        if len(names) == 1 or _HALF.match(name):
            lines.append("、".join(words) if box and box.options else "\n".join(words))
        elif words:
            lines.append(f"{_row_label(name, box)}：{'、'.join(words)}")
    return (" " if names and _HALF.match(names[0]) else "\n").join(filter(None, lines))


def _worded(value: str, box: Box | None) -> str:
    if box is None or not box.options:
        return value
    words = box.options.get(value, value)
    return "はい" if box.kind == "checkbox" and len(box.options) == 1 and words == box.label else words


def _like(name: str, seen: dict[str, Box]) -> Box | None:
    """The box of another row with the same meaning."""
    row = _ROW.match(name)
    if not row:
        return None
    return next((box for other, box in seen.items() if (found := _ROW.match(other)) and found["set"] == row["set"]
                 and found["name"] == row["name"]), None)  # fmt: skip


def _row_label(name: str, box: Box | None) -> str:
    row = _ROW.match(name)
    number = f"{int(row['row']) + 1}．" if row else ""
    return f"{number}{box.label if box else row['name'] if row else name}"


def _as_it_stands(request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase]) -> str:
    """The same page opened anew by the same worker, without her draft."""
    anew = copy.copy(request)
    anew.method, anew.POST = "GET", QueryDict()  # type: ignore[assignment]
    anew.META = {**request.META, "REQUEST_METHOD": "GET"}
    anew._files = {}  # type: ignore[attr-defined]
    anew.worker.draft, anew.worker.reads_no_drafts = None, True  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            return _page(view(anew))
    except (Refused, Stale, Http404):
        return ""
    finally:
        anew.worker.reads_no_drafts = False  # type: ignore[attr-defined]


def _page(response: HttpResponseBase) -> str:
    """The page that was answered; nothing for files, redirects and refusals."""
    html = response.get("Content-Type", "").startswith("text/html")
    if response.streaming or response.status_code != 200 or not html:
        return ""
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found.group(1)).split()) if found else ""


def _signed(values: Values, most: int | None = LARGEST_BASE) -> str:
    told = signing.dumps(values, salt=SALT, compress=True)
    return told if most is None or len(told) <= most else ""


def _opened(told: str) -> Values | None:
    """What stood in the form, if it is what we sent along."""
    try:
        values = signing.loads(told, salt=SALT)
    except signing.BadSignature:
        return None
    return values if isinstance(values, dict) else None


def _told(text: str) -> Values:
    """Names and their values as the page carried them; nothing else."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {
        str(name): [str(value) for value in values] for name, values in read.items()
        if isinstance(values, list) and not str(name).startswith("_")
    }  # fmt: skip
