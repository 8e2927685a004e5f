"""The pages of pictures drawn from the records (図の画面): the case above, who drew it and when, the picture as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.staff.models import Worker

from .page import TABS, closed_part, head_of

NAMES = {"relation": "続柄", "name": "氏名", "initial": "イニシャル"}


def names_in(request: HttpRequest) -> Any:
    """How persons are called in the picture: 続柄 unless another was chosen."""
    asked = request.POST.get("names") or request.GET.get("names", "")
    return asked if asked in NAMES else "relation"


def signed(worker: Worker, case: Case) -> str:
    """令和8年11月18日作成　総合相談支援センター 山本 さくら　C-2026-0001"""
    return f"{wareki_plain(clock.today())}作成　{worker.agency.name} {worker.name}　{case.number}"


def picture_page(request: HttpRequest, case: Case, template: str, key: str, **context: Any) -> HttpResponse:
    """A page under the head of the case; where its part is closed, the reason instead."""
    worker, tab = request.worker, next(one for one in TABS if one.key == key)  # type: ignore[attr-defined]
    context |= {"case": case, "access": access_of(case), "worker": worker, "tab": tab, "case_key": str(case.pk),
                "names_choices": NAMES.items()}  # fmt: skip
    context["head"] = context.get("head") or head_of(case, worker, tab.key)
    context["closed"] = closed_part(case, context.pop("part", tab.part))
    status = context.pop("status", 200)
    return render(request, template, context, status=status)


def as_picture(svg: str, kind: str = "") -> SafeString:
    """The drawing as wide as its place (`wide`: wider than a telephone, it scrolls by itself)."""
    return SafeString(svg.replace("<svg ", f'<svg class="geno {kind}" ', 1)) if svg else SafeString("")


def as_file(request: HttpRequest, case: Case, svg: str, title: str) -> HttpResponse:
    """The drawing as a file for Word (SVG); the output is on record."""
    worker, ground = request.worker, access_of(case).ground  # type: ignore[attr-defined]
    record(Act.EXPORT, f"{title}を図として出力", by=worker, case=case.pk, objects=[case.pk], ground=ground)
    saved = request.GET.get("save") == "1"
    shown = content_disposition_header(saved, f"{title} {case.number}.svg") or "inline"
    told = '<?xml version="1.0" encoding="UTF-8"?>\n' + svg
    return HttpResponse(told, content_type="image/svg+xml", headers={"Content-Disposition": shown})
