"""Cells of the results table."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasuki.reports.engine import HIDDEN, MONTHS, NOT_SPREAD, Row, Table
from tasuki.reports.hiding import EVERY

register = template.Library()
WHY = {HIDDEN: "少数のため伏せています", NOT_SPREAD: "圏域ごとには出していません"}
ZERO = SafeString('<td class="n muted">0</td>')


def _cell(table: Table, slug: str, row: Row, what: str, **asked: Any) -> str:
    month, place = asked.get("month"), asked.get("area")
    shown = table.shown(row, month, EVERY if place is None else None if place == "none" else place)
    if shown == 0:
        return ZERO
    if isinstance(shown, str):
        return format_html('<td class="n"><span>{}<span class="unseen">{}</span></span></td>', shown, WHY[shown])
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    address = f"/results/{slug}/{table.year}/{row.key}/" + (f"?{query}" if query else "")
    return format_html(
        '<td class="n"><a href="{}">{}<span class="unseen">{}（{}）の内訳</span></a></td>',
        address, shown, row.label.strip(), what,
    )  # fmt: skip


@register.simple_tag
def total_cell(table: Table, slug: str, row: Row, area: object = None) -> str:
    """Total of the year."""
    return _cell(table, slug, row, "年度計", area=area)


@register.simple_tag
def month_cells(table: Table, slug: str, row: Row, area: object = None) -> str:
    """Twelve cells, April to March."""
    cells = (_cell(table, slug, row, f"{m}月", month=m, area=area) for m in MONTHS)
    return format_html("{}" * len(MONTHS), *cells)


@register.simple_tag
def area_cells(table: Table, slug: str, row: Row) -> str:
    """A cell per area, and one for records of no area."""
    places = [(area.pk, area.name) for area in table.areas] + [("none", "圏域なし")]
    cells = [_cell(table, slug, row, name, area=key) for key, name in places]
    return format_html("{}" * len(cells), *cells)
