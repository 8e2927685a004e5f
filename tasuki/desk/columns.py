"""The columns of the list of cases (列): what each says on the page and in Excel."""

from typing import Any

from tasuki.cases.models import Case
from tasuki.shared.calendar_jp import local_day, wareki_short
from tasuki.staff.listing import Column
from tasuki.ui.quick import filled
from tasuki.ui.templatetags.ui import ago, chip, md, short


def _household(case: Case) -> Any:
    rights = filled(" {}", chip("権利擁護", "red")) if case.rights_screening else ""
    return filled('<a href="{}">{}</a><br><span class="muted">{}　{}</span>{}', case.get_absolute_url(), case.label,
                       case.number, case.area or "圏域不明", rights)  # fmt: skip


def _last(case: Any) -> Any:
    when = ago(case.last_contact_at) if case.last_contact_at else ""
    late = filled('<strong class="late">{}</strong>', when) if case.gap else when
    return filled('{}<br><span class="muted">{}</span>', late, case.last_contact_text)


def _next(case: Case) -> Any:
    when = filled("{}<br>", md(case.next_on)) if case.next_on else ""
    return filled('{}<span class="muted">{}</span>', when, short(case.next_text, 40))


def _owner(case: Case) -> Any:
    return filled('{}<br><span class="muted">{}</span>', case.owner_agency, case.worker)


def _day(moment: Any) -> str:
    return wareki_short(moment) if moment else ""


COLUMNS = (
    Column("household", "世帯", _household, lambda case: case.label, first=True),
    Column("status", "いま", lambda case: chip(case.get_status_display(), case.tone), lambda case: case.get_status_display()),
    Column("owner", "主担当", _owner, lambda case: f"{case.owner_agency} {case.worker}"),
    Column("agencies", "機関", lambda case: case.agencies or "", lambda case: case.agencies, number=True),
    Column("last", "さいごの接触", _last, lambda case: case.last_contact_at and local_day(case.last_contact_at)),
    Column("next", "次", _next, lambda case: " ".join(filter(None, (_day(case.next_on), case.next_text)))),
    Column("number", "ケース番号", lambda case: case.number, lambda case: case.number, usual=False),
    Column("area", "圏域", lambda case: case.area or "", lambda case: str(case.area or ""), usual=False),
    Column("worker", "担当者", lambda case: case.worker, lambda case: str(case.worker), usual=False),
    Column("next_worker", "次に動く人", lambda case: case.next_worker or "", lambda case: str(case.next_worker or ""),
           usual=False, needs=("next_worker__name",)),
    Column("opened", "開いた日", lambda case: _day(case.opened_on), lambda case: case.opened_on, usual=False,
           needs=("opened_on",)),
    Column("rights", "権利擁護", lambda case: chip("検討が要る", "red") if case.rights_screening else "",
           lambda case: "検討が要る" if case.rights_screening else "", usual=False),
)  # fmt: skip
