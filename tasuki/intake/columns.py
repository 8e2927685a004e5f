"""The columns of the list of consultations (列)."""

from typing import Any

from django.utils.html import format_html

from tasuki.shared.calendar_jp import local_day
from tasuki.shared.held import barred
from tasuki.staff.listing import Column
from tasuki.ui.templatetags.held import unheld
from tasuki.ui.templatetags.ui import chip, daytime, short

from .lists import Line


def _who(line: Line) -> Any:
    row = line.consultation
    area = f"　{row.area}" if row.area else ""
    return format_html(
        '<a href="/consultations/{}/">{}</a><span class="muted">{}{}</span>', row.pk, line.who, line.route, area
    )


COLUMNS = (
    Column("who", "だれのこと", _who, lambda line: line.who, first=True),
    Column("at", "受けた日時", lambda line: daytime(line.consultation.at), lambda line: local_day(line.consultation.at)),
    Column("words", "話されたこと", lambda line: short(unheld(line.consultation.words), 60),
           lambda line: barred(line.consultation.words)),
    Column("urgency", "急ぎ具合", lambda line: chip(line.urgency, line.urgency_tone) if line.urgency else "",
           lambda line: line.urgency),
    Column("worker", "受付", lambda line: line.consultation.worker, lambda line: str(line.consultation.worker)),
    Column("outcome", "結果", lambda line: chip(line.consultation.get_outcome_display(), line.tone),
           lambda line: line.consultation.get_outcome_display()),
    Column("route", "経路", lambda line: line.route, lambda line: line.route, usual=False),
    Column("area", "圏域", lambda line: line.consultation.area or "", lambda line: str(line.consultation.area or ""), usual=False),
    Column("minutes", "時間（分）", lambda line: line.consultation.minutes or "", lambda line: line.consultation.minutes,
           usual=False, number=True),
)  # fmt: skip
