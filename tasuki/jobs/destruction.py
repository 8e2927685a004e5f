"""Carrying out an approved list, line by line: interrupted at any moment, it goes on where it stopped (廃棄)."""

import json
from collections import Counter
from typing import Any

from django.db import connection, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.reports import engine
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.shared.decisions import Refused
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from .enums import ListState, RecordClass
from .models import DestructionLine, DestructionList, DestructionRecord, YearCount

REPORT = "yearly"


def carry_out(made: DestructionList, by: Worker, progress: Any) -> str:
    """Numbers of the past years first, then each line in a transaction of its own, then the record of it all."""
    if made.state == ListState.DONE:
        return "もう済んでいます。"
    if made.state != ListState.APPROVED:
        raise Refused("承認されていない一覧です。")
    with transaction.atomic():
        lines = list(made.lines.filter(left_out=False))
    progress.at(0, len(lines), "過去の年度の実績を控えています")
    keep_years(lines=lines, by=by)
    for count, line in enumerate(lines, 1):
        if line.destroyed_at is None:
            destroy(line=line, by=by)
        progress.at(count, len(lines), "廃棄しています")
    return finish(made=made, by=by)


@transaction.atomic
def keep_years(*, lines: list[DestructionLine], by: Worker) -> int:
    """The results of every year that a line touches, counted once more before its records go; kept once for ever."""
    first = min((fiscal_year(day) for day in _beginnings(lines)), default=None)
    if first is None:
        return 0
    last = max(fiscal_year(line.ended_on) for line in lines)
    with on_behalf_of_all():
        kept = set(YearCount.objects.filter(report=REPORT).values_list("year", flat=True).distinct())
        missing = [year for year in range(first, last + 1) if year not in kept]
        rows = [row for year in missing for row in _counted(year)]
        YearCount.objects.bulk_create(rows, batch_size=500)
    return len(missing)


def _beginnings(lines: list[DestructionLine]) -> list[Any]:
    """The first days of what is to go: a case counts in every year in which it was open."""
    sql = """select min(day)::date from (
      select opened_on as day from cases_case where id = any (%(keys)s)
      union all select q.at from intake_consultation q join cases_case c on c.opened_from_id = q.id where c.id = any (%(keys)s)
      union all select at from intake_consultation where id = any (%(keys)s)
      union all select at from meetings_sitting where id = any (%(keys)s)
      union all select at from supporters_concern where id = any (%(keys)s)) days"""
    with on_behalf_of_all(), connection.cursor() as cursor:
        cursor.execute(sql, {"keys": [line.target for line in lines]})
        first = cursor.fetchone()[0]
    return [first] if first else []


def _counted(year: int) -> list[YearCount]:
    sql = (
        "select indicator, date_part('month', day)::int, area_id, sum(weight)::int"
        f" from ({engine.records_sql(REPORT)}) counted group by 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, engine.parameters(year))
        found = cursor.fetchall()
    at = clock.now()
    return [
        YearCount(report=REPORT, year=year, indicator=key, month=month, area_id=area, number=number, at=at)
        for key, month, area, number in found
    ] or [YearCount(report=REPORT, year=year, indicator="", month=4, number=0, at=at)]


@transaction.atomic
def destroy(*, line: DestructionLine, by: Worker) -> dict[str, Any]:
    """One record. The database asks everything once more and may keep it after all."""
    with connection.cursor() as cursor:
        cursor.execute("select app.destroy_line(%s)", [line.pk])
        told = cursor.fetchone()[0]
    counts: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    if "kept" in counts:
        record(Act.REFUSED, "廃棄しなかった", by=by, objects=[line.pk, line.target], reason=counts["kept"])
    else:
        record(Act.CHANGE, "保存期間の終わった記録を廃棄した", by=by, objects=[line.target],
               count=sum(counts.values()), reason=f"{line.get_record_class_display()} {line.number}")  # fmt: skip
    return counts


@transaction.atomic
def finish(*, made: DestructionList, by: Worker) -> str:
    """The record of destruction (廃棄の記録): classes, counts, numbers, who; nothing of the content."""
    gone = list(made.lines.exclude(destroyed_at=None))
    stayed = made.lines.filter(left_out=True).count()
    counts: dict[str, Any] = {}
    for kind in {line.record_class for line in gone}:
        tables: Counter[str] = Counter()
        of_kind = [line for line in gone if line.record_class == kind]
        for line in of_kind:
            tables.update({table: int(number) for table, number in line.counts.items()})
        counts[RecordClass(kind).label] = {"件数": len(of_kind), "表": dict(sorted(tables.items()))}
    DestructionRecord.objects.create(
        number=made.number, as_of=made.as_of, at=clock.now(), agency=made.agency,
        proposed_by=str(made.proposed_by), approved_by=str(made.approved_by), targets=len(gone),
        rows=sum(line.rows for line in gone), counts=counts, numbers=[line.number for line in gone],
    )  # fmt: skip
    made.state, made.version = ListState.DONE, made.version + 1
    made.save(update_fields=["state", "version"])
    record(Act.CHANGE, "廃棄の記録を作った", by=by, objects=[made.pk], count=len(gone), reason=made.number)
    return f"{len(gone)}件を廃棄し、{stayed}件を残しました。"
