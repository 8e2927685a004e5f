"""Lines of the record for a reader: chosen, in parts of fifty, with the words of the trade beside the keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from tasuki.audit.enums import Act, Deed
from tasuki.audit.models import Change, ChangedValues, Entry
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

PAGE = 50
MOMENT = timedelta(seconds=60)
_GROUNDS = dict(Ground.choices)
TONES = {Act.REFUSED: "orange", Act.EMERGENCY: "red", Act.EXPORT: "purple", Act.PRINT: "purple", Act.CONSENT: "key",
         Act.CHANGE: "blue", Act.CHECK: "key"}  # fmt: skip


@dataclass
class Part:
    """One page of the record."""

    lines: list[Any] = field(default_factory=list)
    next_url: str = ""
    first_url: str = ""
    label: str = f"{PAGE}件ずつ"


def readable(rows: QuerySet[Any], worker: Worker) -> QuerySet[Any]:
    """The officer and the supervising section all of it; others their own deeds and those upon their agency's cases."""
    mine = rows.filter(municipality=worker.municipality_id)
    if worker.role.oversees or worker.sees_all:
        return mine
    own = Q(worker_id=worker.pk)
    if worker.role.works_cases:
        own |= Q(case_id__in=Case.objects.visible_to(worker).filter(owner_agency=worker.agency_id).values("pk"))
    return mine.filter(own)


def entries(worker: Worker) -> QuerySet[Entry]:
    """Looks and deeds that the worker may read."""
    return readable(Entry.objects.all(), worker)


def changes(worker: Worker) -> QuerySet[Change]:
    """Changed rows that the worker may read of."""
    return readable(Change.objects.all(), worker)


def chosen(rows: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """By the fields of `RecordFilter`."""
    if wanted.get("since"):
        rows = rows.filter(at__gte=clock.at(wanted["since"], "00:00"))
    if wanted.get("until"):
        rows = rows.filter(at__lt=clock.at(wanted["until"], "00:00") + timedelta(days=1))
    if wanted.get("act"):
        rows = rows.filter(act=wanted["act"])
    if wanted.get("table"):
        rows = rows.filter(table_name=wanted["table"])
    if wanted.get("worker"):
        rows = rows.filter(worker_id__in=workers_called(wanted["worker"]))
    if wanted.get("number"):
        case = case_called(wanted["number"])
        listed = Q(object_ids__contains=[case]) if rows.model is Entry and case else Q()
        rows = rows.filter(Q(case_id=case) | listed) if case else rows.none()
    return rows


def workers_called(words: str) -> list[UUID]:
    """Workers by a part of the name, or by the whole log-in."""
    found = Worker.objects.filter(Q(name__icontains=words) | Q(kana__icontains=words) | Q(login=words))
    return list(found.values_list("pk", flat=True)[:200])


def case_called(number: str) -> UUID | None:
    """The case with this number, for a reader who may know that there is one."""
    plain = number.strip().upper().replace("ー", "-").replace("－", "-")
    with connection.cursor() as cursor:
        cursor.execute("select app.case_of_number(%s)", [plain])
        return cursor.fetchone()[0]


def part(rows: QuerySet[Any], given: dict[str, str], after: str = "") -> Part:
    """Fifty lines after a mark (moment and key of the last one shown)."""
    moment, _, key = after.partition("_")
    rows = rows.order_by("-at", "-id")
    try:
        mark = parse_datetime(moment)
        rows = rows.filter(at__lte=mark).exclude(at=mark, pk__gte=UUID(key)) if mark else rows
    except ValueError:
        mark = None
    found = list(rows[: PAGE + 1])
    page = Part(found[:PAGE], first_url="?" + urlencode(given) if mark else "")
    if len(found) > PAGE:
        last = page.lines[-1]
        page.next_url = "?" + urlencode(given | {"after": f"{last.at.isoformat()}_{last.pk}"})
    return page


def in_words(lines: list[Any], worker: Worker) -> list[Any]:
    """Beside each line: the case by its number, the ground, the worker and agency by name, the table by its name."""
    cases = {line.case_id for line in lines if line.case_id}
    opened = dict(Case.objects.visible_to(worker).filter(pk__in=cases).values_list("pk", "number"))
    numbers = case_numbers(cases - set(opened)) | opened
    people, agencies = (
        names_of(Worker, (line.worker_id for line in lines)),
        names_of(Agency, (x.agency_id for x in lines)),
    )
    for line in lines:
        line.case_number, line.case_opens = numbers.get(line.case_id, ""), line.case_id in opened
        line.worker_label = getattr(line, "worker_name", "") or people.get(line.worker_id, "")
        line.agency_label = getattr(line, "agency_name", "") or agencies.get(line.agency_id, "")
        if isinstance(line, Entry):
            line.act_label, line.tone = Act(line.act).label, TONES.get(Act(line.act), "gray")
            line.nobody = "（サインイン前）" if line.act in (Act.REFUSED, Act.SIGN_IN) else "（職員でない作業）"
            line.ground_label = _GROUNDS.get(line.ground, line.ground)
        else:
            line.act_label, line.table_label = Deed(line.act).label, table_label(line.table_name)
            line.field_labels = [field_label(line.table_name, name) for name in line.fields]
    return lines


def case_numbers(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Numbers of cases; nothing else of them."""
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, number from app.case_numbers(%s)", [wanted])
        return dict(cursor.fetchall())


def names_of(model: type[Any], keys: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of workers or agencies."""
    wanted = {key for key in keys if key}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def model_of(table: str) -> Any:
    """The model whose table it is; None for one that is gone."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def table_label(table: str) -> str:
    """What the rows of a table are called."""
    model = model_of(table)
    return str(model._meta.verbose_name) if model else table


def field_of(table: str, column: str) -> Any:
    """The field of a column; None for one that is gone."""
    model = model_of(table)
    return next((f for f in model._meta.local_concrete_fields if f.column == column), None) if model else None


def field_label(table: str, column: str) -> str:
    """What a column is called."""
    found = field_of(table, column)
    return str(found.verbose_name) if found else column


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words."""

    label: str
    before: str
    after: str
    hidden: bool = False


def differences(change: Change) -> tuple[list[Difference], bool]:
    """Fields before and after as far as the reader may read them, and whether the values are open to her."""
    told = ChangedValues.objects.filter(pk=change.pk).first()
    if told is None:
        return [Difference(field_label(change.table_name, name), "", "", True) for name in change.fields], False
    lines = []
    for column in change.fields:
        label, pair = field_label(change.table_name, column), told.difference.get(column, "*")
        if pair == "*":
            lines.append(Difference(label, "", "", True))
        else:
            lines.append(Difference(label, *(value_in_words(change.table_name, column, value) for value in pair)))
    return lines, True


def value_in_words(table: str, column: str, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == []:
        return "（なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    found = field_of(table, column)
    if found is not None and found.choices:
        return str(dict(found.flatchoices).get(value, value))
    if isinstance(value, list):
        return "・".join(map(str, value))
    model = getattr(found, "related_model", None)
    if model in (Worker, Agency):
        return names_of(model, [UUID(value)]).get(UUID(value), str(value))
    moment = parse_datetime(value) if isinstance(value, str) and len(value) > 15 and value[:4].isdigit() else None
    return f"{datetime.astimezone(moment, clock.JAPAN):%Y-%m-%d %H:%M}" if moment and moment.tzinfo else str(value)


def objects_of(line: Entry) -> tuple[dict[UUID, str], int]:
    """What an entry showed: the cases by number, and how many other things (persons, sheets, records)."""
    numbers = case_numbers(key for key in line.object_ids if key != line.case_id)
    return numbers, len(set(line.object_ids) - set(numbers) - {line.case_id})


def changed_with(line: Entry, worker: Worker) -> list[Change]:
    """Rows changed in the same transaction as the deed."""
    if line.act not in (Act.CHANGE, Act.CONSENT, Act.EMERGENCY):
        return []
    rows = changes(worker).filter(**_same_deed(line)).order_by("id")
    return in_words(list(rows[:200]), worker)


def _same_deed(line: Entry | Change) -> dict[str, Any]:
    """The same transaction, the same worker, about the same moment (a town may be built in one transaction)."""
    return {"number": line.number, "worker_id": line.worker_id, "at__range": (line.at - MOMENT, line.at + MOMENT)}


def told_by(change: Change, worker: Worker) -> list[Entry]:
    """What the deed was called, of which this change was a part."""
    rows = entries(worker).filter(**_same_deed(change)).exclude(act__in=[Act.LOOK, Act.SEARCH])
    return in_words(list(rows.order_by("id")[:20]), worker)
