"""Writing of the town's own forms: read in, tied, put in force, ended, dropped."""

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.people.versions import write_version
from tasuki.shared import clock, limited
from tasuki.shared.decisions import Refused, require
from tasuki.shared.scanning import scan
from tasuki.shared.uploads import clean_name, packed_kind
from tasuki.staff.models import Worker
from tasuki.tenancy.numbers import number_of_the_year

from . import own, rules
from .enums import FormState
from .models import OwnForm
from .sheets import SHEETS
from .ticks import has_box

LARGEST = 3 * 1024 * 1024
OLD = (".xls", ".doc")
MACROS = (".xlsm", ".docm", ".xltm", ".dotm", ".xlsb")
NO_MACROS = "マクロつきの形式（xlsm・docm など）は使えません。Excel は「Excel ブック（xlsx）」、Word は「文書（docx）」で保存しなおしてください。"
NEW_KIND = "古い形式（xls・doc）は使えません。Excel は xlsx、Word は docx で保存しなおしてください。"
NO_KIND = "Excel（xlsx）か Word（docx）のファイルを選んでください。"


def read_file(file_name: str, content: bytes) -> tuple[str, dict[str, Any]]:
    """The kind of the file and what is in it; `Refused` with the reason in Japanese, before anything is unpacked if it can."""
    low = file_name.lower()
    if low.endswith(MACROS):
        raise Refused(NO_MACROS)
    if low.endswith(OLD) or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(NEW_KIND)
    if not content:
        raise Refused("ファイルが空です。")
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。3MBまでにしてください。写真があれば小さくしてください。")
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(NO_KIND)
    kind = packed_kind(content)
    scan(content, settings.CLAMD)
    told, _ = limited.run("form", content, kind=kind)
    return kind, told


@transaction.atomic
def upload_form(*, by: Worker, sheet: str, name: str, file_name: str, content: bytes) -> OwnForm:
    """A file is read in; cells tied in the form used so far are tied again where the new file still has room for them."""
    require(rules.may_upload_form(by))
    if sheet not in SHEETS:
        raise Refused("この様式はありません。")
    kind, grid = read_file(file_name, content)
    form = OwnForm(
        sheet=sheet, name=name or SHEETS[sheet].name, file_name=clean_name(file_name, kind), kind=kind, content=content,
        digest=hashlib.sha256(content).hexdigest(), grid=grid, made_at=clock.now(), made_by_id=by.pk,
    )  # fmt: skip
    before = OwnForm.objects.filter(sheet=sheet, kind=kind).exclude(places=[]).order_by("-made_at").first()
    form.places = [one for one in before.places if _same_spot(form, before, one)] if before else []
    form.save()
    record(Act.CHANGE, "自治体の様式を読みこんだ", by=by, objects=[form.pk], reason=f"{form.name} {form.digest[:16]}")
    return form


def _same_spot(form: OwnForm, before: OwnForm, place: dict[str, str]) -> bool:
    """Empty as before, and beside the same label: a cell of the same address in another form is another cell."""
    spots = [own.label_beside(each, place["sheet"], place["at"]) for each in (form, before)]
    return bool(spots[0]) and spots[0] == spots[1]


@transaction.atomic
def tie_cell(*, form: OwnForm, by: Worker, sheet: str, at: str, field: str, means: dict[str, str] | None = None,
             version: int | None = None) -> OwnForm:  # fmt: skip
    """One cell is tied to a field; to none: untied. `means`: which answer the words beside each box stand for."""
    require(rules.may_tie_cell(form, by))
    found = next((cell for each, cell in form.cells() if (each["path"], cell["at"]) == (sheet, at)), None)
    if found is None:
        raise Refused("このセルは様式にありません。")
    if found["formula"] and field:
        raise Refused("計算式のあるセルには結べません。式が消えてしまいます。")
    known = own.Form(form).by_key
    if field and field not in known:
        raise Refused("この項目は様式にありません。")
    kept = [one for one in form.places if (one["sheet"], one["at"]) != (sheet, at)]
    place: dict[str, Any] = {"sheet": sheet, "at": at, "field": field}
    if told := {word: answer for word, answer in (means or {}).items() if answer and has_box(found["text"])}:
        place["means"] = told
    places = kept + ([place] if field else [])
    return _tied(form, by, places, f"{at} {known[field].label if field else 'なし'}", version)


@transaction.atomic
def tie_by_labels(*, form: OwnForm, by: Worker) -> int:
    """Every empty cell beside the label of a field is tied to it; how many."""
    require(rules.may_tie_by_labels(form, by))
    found = own.proposals(form)
    if found:
        _tied(form, by, [*form.places, *found], f"見出しから{len(found)}か所", None)
    return len(found)


def _tied(form: OwnForm, by: Worker, places: list[dict[str, Any]], told: str, version: int | None) -> OwnForm:
    write_version(form, version, {"places": places})
    record(Act.CHANGE, "自治体の様式の欄を結んだ", by=by, objects=[form.pk], reason=told[:200])
    return form


@transaction.atomic
def put_in_force(*, form: OwnForm, by: Worker, valid_from: date) -> OwnForm:
    """From this day on the sheet can be taken in the town's form."""
    require(rules.may_put_in_force(form, by, problems=len(own.Form(form).check().wrong)))
    if valid_from < clock.today():
        raise Refused("使いはじめは、きょうか、これからの日にしてください。")
    told = {"state": FormState.IN_FORCE, "valid_from": valid_from, "put_at": clock.now(), "put_by_id": by.pk}
    write_version(form, None, told)
    record(Act.CHANGE, "自治体の様式を使いはじめる", by=by, objects=[form.pk], reason=f"{form.name} {valid_from}")
    return form


@transaction.atomic
def end_form(*, form: OwnForm, by: Worker) -> OwnForm:
    """It is used no more; what was made with it stays explainable."""
    require(rules.may_end_form(form, by))
    write_version(form, None, {"state": FormState.ENDED, "ended_on": clock.today()})
    record(Act.CHANGE, "自治体の様式を終えた", by=by, objects=[form.pk], reason=form.name)
    return form


@transaction.atomic
def drop_form(*, form: OwnForm, by: Worker) -> None:
    """A draft that was never used."""
    require(rules.may_drop_form(form, by))
    record(Act.CHANGE, "準備中の様式を消した", by=by, objects=[form.pk], reason=form.name)
    form.delete()


@transaction.atomic
def number_sheets(*, by: Worker, count: int) -> list[str]:
    """Numbers for so many empty 受付票, each given out once."""
    require(rules.may_number_sheets(by))
    numbers = [number_of_the_year("paper_intake", "紙") for _ in range(count)]
    record(
        Act.PRINT, "番号のついた受付票の用紙を出した", by=by, count=count, reason=f"{numbers[0]}から{numbers[-1]}まで"
    )
    return numbers
