"""Cells of the results table."""

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasuki.reports.engine import MONTHS, Row, Table

register = template.Library()
ZERO = SafeString('<td class="n muted">0</td>')


def _cell(table: Table, slug: str, row: Row, number: int, what: str, **asked: object) -> str:
    shown = table.shown(number)
    if not number:
        return ZERO
    if shown != number:
        return format_html(
            '<td class="n"><span>{}<span class="unseen">{}</span></span></td>', shown, "少数のため伏せています"
        )
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    address = f"/results/{slug}/{table.year}/{row.key}/" + (f"?{query}" if query else "")
    return format_html(
        '<td class="n"><a href="{}">{}<span class="unseen">{}（{}）の内訳</span></a></td>',
        address, number, row.label.strip(), what,
    )  # fmt: skip


@register.simple_tag
def total_cell(table: Table, slug: str, row: Row, area: object = None) -> str:
    """Total of the year."""
    return _cell(table, slug, row, row.total, "年度計", area=area)


@register.simple_tag
def month_cells(table: Table, slug: str, row: Row, area: object = None) -> str:
    """Twelve cells, April to March."""
    cells = (_cell(table, slug, row, row.months.get(m, 0), f"{m}月", month=m, area=area) for m in MONTHS)
    return format_html("{}" * len(MONTHS), *cells)


@register.simple_tag
def area_cells(table: Table, slug: str, row: Row) -> str:
    """A cell per area, and one for records of no area."""
    places = [(area.pk, area.name) for area in table.areas] + [(None, "圏域なし")]
    cells = [_cell(table, slug, row, row.areas.get(key, 0), name, area=key or "none") for key, name in places]
    return format_html("{}" * len(cells), *cells)
