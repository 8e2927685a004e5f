"""だれが見たか: the access record of one case, for the agency that owns it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.http import urlencode

from tasuki.audit.enums import Act
from tasuki.audit.models import Entry
from tasuki.cases.models import Case
from tasuki.sharing.enums import Ground

PAGE = 50
_GROUNDS = dict(Ground.choices)


@dataclass
class Looks:
    """A page of the record."""

    entries: list[Entry] = field(default_factory=list)
    next_url: str = ""
    first_url: str = ""
    label: str = ""


def looks_at(case: Case, before: str = "") -> Looks:
    """The newest fifty before the mark; own readings too."""
    rows = Entry.objects.filter(municipality=case.municipality_id, case_id=case.pk).order_by("-at", "-id")
    at, _, key = before.partition("~")
    try:
        rows = rows.filter(at__lte=datetime.fromisoformat(at)).exclude(at=at, pk__gte=UUID(key))
        first = "?"
    except ValueError:
        first = ""
    found = list(rows[: PAGE + 1])
    page = Looks(found[:PAGE], first_url=first, label=f"{PAGE}件ずつ")
    for entry in page.entries:
        entry.ground = _GROUNDS.get(entry.ground, entry.ground)
        entry.act_word = Act(entry.act).label  # type: ignore[attr-defined]
    if len(found) > PAGE:
        last = page.entries[-1]
        page.next_url = "?" + urlencode({"before": f"{last.at.isoformat()}~{last.pk}"})
    return page
