"""The register of places in and out (取り込み・書き出し): a table all at once or not at all, and what goes into the open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.community.actions import change_place, register_place
from tasuki.community.models import Place, Scheme
from tasuki.community.schemes import change_scheme, register_scheme
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker

from . import files, rules, scheme_table
from .brought import CHANGE, NEW
from .columns import OWN
from .lines import Line, Reader
from .models import PlaceNumber
from .workbook import workbook


@dataclass
class Report:
    """What was done: how many lines by deed."""

    counts: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def import_places(*, by: Worker, said: Sequence[dict[str, str]]) -> Report:
    """The whole table, understood anew at this moment (居場所の取り込み); the same table again changes nothing."""
    lines = Reader().lines(said)
    require(rules.may_import_places(by, sum(bool(line.errors) for line in lines)))
    done = Counter[str]()
    for line in lines:
        _carry_out(line, by)
        done[line.label] += 1
    record(Act.CHANGE, "居場所の表を取り込んだ", by=by, count=len(lines))
    return Report({name: f"{count}行" for name, count in done.items()})


def _carry_out(line: Line, by: Worker) -> None:
    place = line.thing
    if line.deed == NEW:
        place = register_place(by=by, **line.facts)
    elif line.deed == CHANGE and place:
        change_place(place=place, by=by, **{name: line.facts[name] for name in line.changed})
    if place and line.known_as and not OWN.fullmatch(line.known_as):
        PlaceNumber.objects.update_or_create(place=place, defaults={"number": line.known_as[:40]})


@transaction.atomic
def export_places(*, by: Worker) -> bytes:
    """The whole register as a workbook, contacts too: for the office (居場所の一覧)."""
    require(rules.may_export_places(by))
    places = list(Place.objects.select_related("area", "published").order_by("area__order", "name"))
    record(Act.EXPORT, "居場所・資源の一覧", by=by, count=len(places))
    return workbook(places)


@transaction.atomic
def import_schemes(*, by: Worker, said: Sequence[dict[str, str]]) -> Report:
    """A whole table of schemes of support, understood anew at this moment (支援制度の取り込み)."""
    lines = scheme_table.lines(said)
    require(rules.may_import_schemes(by, sum(bool(line.errors) for line in lines)))
    done = Counter[str]()
    for line in lines:
        if line.deed == NEW:
            register_scheme(by=by, **line.facts)
        elif line.deed == CHANGE:
            change_scheme(scheme=line.thing, by=by, **{name: line.facts[name] for name in line.changed})
        done[line.label] += 1
    record(Act.CHANGE, "支援制度の表を取り込んだ", by=by, count=len(lines))
    return Report({name: f"{count}行" for name, count in done.items()})


@transaction.atomic
def export_schemes(*, by: Worker) -> bytes:
    """The whole register of schemes as a workbook (支援制度の一覧)."""
    require(rules.may_export_schemes(by))
    schemes = list(Scheme.objects.filter(closed=False).select_related("agency"))
    record(Act.EXPORT, "支援制度の一覧", by=by, count=len(schemes))
    return scheme_table.workbook(schemes)


@transaction.atomic
def publish_places(*, by: Worker, form: str) -> bytes:
    """One of the forms of open data: only what is shown to residents, contacts only where they are public."""
    require(rules.may_publish_places(by))
    made = files.FILES.get(form)
    if made is None:
        raise Refused("この形式では書き出せません。")
    content, count = made.make(by.agency.municipality)
    record(Act.EXPORT, f"公開用：{made.title}", by=by, count=count)
    return content
