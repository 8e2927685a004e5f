"""The pages on which a table is brought into a register: read, looked through line by line, taken in all at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from tasuki.shared.decisions import Decision
from tasuki.shared.tables import EXCEL
from tasuki.staff.actions import draft_of, drop_draft, keep_draft

from .brought import Row, checked, errors_workbook
from .forms import RegisterForm


@dataclass(frozen=True)
class Register:
    """What differs: how it is called, where it stands, how its rows are read, taken in, and by whom."""

    kind: str
    label: str
    name: str  # the heading of its name
    fresh: str  # what a new one is called
    list_url: str
    one_url: str
    bring_url: str
    check_url: str
    errors_url: str
    headings: Callable[[], Mapping[str, str]]
    lines: Callable[[Iterable[dict[str, str]]], Sequence[Row]]
    take: Callable[..., Any]
    may: Callable[..., Decision]
    where: bool = False
    map_url: str = ""


def file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def bring(request: HttpRequest, register: Register, form: RegisterForm, template: str, **page: Any) -> HttpResponse:
    """What goes out, and the place to bring a table."""
    worker: Any = request.worker  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        keep_draft(by=worker, kind=register.kind, about=None, fields={"said": form.said})
        return redirect(register.check_url)
    page |= {"form": form, "may": register.may(worker)}
    return render(request, template, page, status=422 if form.errors else 200)


def check(request: HttpRequest, register: Register) -> HttpResponse:
    """Every line with what it will do; then all of them at once."""
    worker: Any = request.worker  # type: ignore[attr-defined]
    draft = draft_of(worker, register.kind, None)
    if draft is None:
        return redirect(register.bring_url)
    if request.method == "POST":
        report = register.take(by=worker, said=draft.fields["said"])
        drop_draft(by=worker, kind=register.kind, about=None)
        return render(request, "exchange/done.html", {"report": report, "of": register})
    page = checked(register.lines(draft.fields["said"]), register.headings())
    page |= {"of": register, "allowed": register.may(worker, page["wrong_count"])}
    return render(request, "exchange/check.html", page)


def errors(request: HttpRequest, register: Register) -> HttpResponse:
    """The table that was read, with its errors in red."""
    draft = draft_of(request.worker, register.kind, None)  # type: ignore[attr-defined]
    if draft is None:
        raise Http404("取り込み中の表がありません。")
    rows = register.lines(draft.fields["said"])
    content = errors_workbook(register.label, rows, register.headings())
    return file(content, f"{register.label}の表（直すところ）.xlsx", EXCEL)
