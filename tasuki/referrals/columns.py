"""The columns of the lists of sheets (列): received and sent ones alike."""

from typing import Any

from django.utils.html import format_html

from tasuki.shared.calendar_jp import local_day
from tasuki.staff.listing import Column
from tasuki.ui.templatetags.ui import chip, md

from .access import Line


def _household(line: Line) -> Any:
    if line.referral is None:
        return format_html('<span class="muted">{}</span>', "閉じたつなぐシート")
    told = line.referral
    return format_html('<a href="{}">{}</a><span class="muted">{}　{}</span>', told.get_absolute_url(), told.household_label,
                       told.number, md(told.sent_at))  # fmt: skip


def _due(line: Line) -> Any:
    if line.due:
        until = format_html('<span class="muted">{}まで</span>', md(line.target.due_on)) if line.target.due_on else ""
        return format_html("{}{}", chip(line.due.words, line.due.tone) if line.due.words else "", until)
    return md(line.target.answered_at) if line.target.answered_at else ""


def _worker(line: Line) -> Any:
    proposed = line.target.proposed_agency
    more = format_html('<span class="muted">提案：{}</span>', proposed) if proposed else ""
    return format_html("{}{}", line.target.worker or "", more)


COLUMNS = (
    Column("household", "世帯", _household, lambda line: line.referral.household_label if line.referral else "", first=True),
    Column("other", "相手の機関", lambda line: line.other, lambda line: str(line.other)),
    Column("status", "状態", lambda line: chip(line.target.get_status_display(), line.target.tone),
           lambda line: line.target.get_status_display()),
    Column("due", "返事", _due, lambda line: line.target.due_on if line.due else None),
    Column("worker", "担当", _worker, lambda line: str(line.target.worker or "")),
    Column("number", "番号", lambda line: line.referral.number if line.referral else "",
           lambda line: line.referral.number if line.referral else "", usual=False),
    Column("sent", "送った日", lambda line: md(line.referral.sent_at) if line.referral else "",
           lambda line: local_day(line.referral.sent_at) if line.referral else None, usual=False),
    Column("answered", "返事の日", lambda line: md(line.target.answered_at) if line.target.answered_at else "",
           lambda line: line.target.answered_at and local_day(line.target.answered_at), usual=False),
)  # fmt: skip
