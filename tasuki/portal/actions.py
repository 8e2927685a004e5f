"""Writing of what residents are shown: settings, desks, texts in every language, numbers to ring."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency, Area

from . import rules
from .enums import FIELDS, Language
from .models import PortalSettings, PublicDesk, PublicText, UrgentNumber
from .reading import digest
from .showing import URGENT


@transaction.atomic
def change_portal(*, by: Worker, **changes: Any) -> PortalSettings:
    """Open or not, languages, limits."""
    require(rules.may_change_portal(by))
    settings = PortalSettings.objects.first() or PortalSettings()
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.save()
    record(Act.CHANGE, "住民向けページの設定を変えた", by=by, objects=[settings.pk], reason="・".join(sorted(changes)))
    return settings


@transaction.atomic
def show_desk(*, by: Worker, agency: Agency, troubles: list[str], area: Area | None = None, note: str = "",
              order: int | None = None) -> PublicDesk:  # fmt: skip
    """A desk among those shown to residents; shown again, what is said of it changes."""
    require(rules.may_show_desk(by))
    desk = PublicDesk.objects.filter(agency=agency, area=area).first() or PublicDesk(agency=agency, area=area)
    last = PublicDesk.objects.aggregate(last=Max("order"))["last"] or 0
    desk.troubles, desk.note = list(troubles), note
    desk.order = order if order is not None else (last + 10 if desk._state.adding else desk.order)
    desk.save()
    record(Act.CHANGE, "住民に案内する相談先を決めた", by=by, objects=[desk.pk], reason=agency.name)
    return desk


@transaction.atomic
def propose_desks(*, by: Worker) -> list[PublicDesk]:
    """A first choice from the fields of the agencies that have a telephone; the section changes it afterwards."""
    require(rules.may_propose_desks(by))
    known = Agency.objects.filter(closed_on=None, takes_referrals=True).exclude(phone="")
    made = []
    for agency in known.order_by("is_section", "name"):
        troubles = [trouble for trouble, fields in FIELDS.items() if set(fields) & set(agency.fields)]
        if troubles:
            made.append(show_desk(by=by, agency=agency, troubles=[str(one) for one in troubles], area=agency.area))
    return made


@transaction.atomic
def hide_desk(*, desk: PublicDesk, by: Worker) -> None:
    """No longer among those shown."""
    require(rules.may_hide_desk(desk, by))
    record(Act.CHANGE, "住民への案内から外した", by=by, objects=[desk.pk], reason=desk.agency.name)
    desk.delete()


@transaction.atomic
def write_text(*, by: Worker, subject: str, language: str, text: str, japanese: str = "") -> PublicText:
    """A text in one language; a translation keeps of which Japanese text it is one."""
    require(rules.may_write_text(by))
    if len(text) > 3000:
        raise Refused("3000字までで書いてください。")
    own = PublicText.objects.filter(subject=subject)
    if not japanese:
        japanese = own.filter(language=Language.JAPANESE).values_list("text", flat=True).first() or ""
    row = own.filter(language=language).first() or PublicText(subject=subject, language=language)
    row.text, row.source = text.strip(), "" if language == Language.JAPANESE else digest(japanese)
    row.changed_at, row.changed_by = clock.now(), by
    row.save()
    record(Act.CHANGE, "住民向けの文を書いた", by=by, objects=[row.pk], reason=f"{subject} {Language(language).label}")
    return row


@transaction.atomic
def add_urgent_number(*, by: Worker, number: str, words: str, key: str = "") -> UrgentNumber:
    """A number to ring at once; the first one of the town's own keeps the usual ones beside it."""
    require(rules.may_add_urgent_number(by))
    if not UrgentNumber.objects.exists():
        for order, (usual, kind) in enumerate(URGENT, start=1):
            UrgentNumber.objects.create(number=usual, key=kind, order=order * 10)
    if UrgentNumber.objects.filter(number=number).exists():
        raise Refused("その番号は、もう載っています。")
    last = UrgentNumber.objects.aggregate(last=Max("order"))["last"] or 0
    made = UrgentNumber.objects.create(number=number, words=words, key=key, order=last + 10)
    record(Act.CHANGE, "緊急の電話を加えた", by=by, objects=[made.pk], reason=number)
    return made


@transaction.atomic
def drop_urgent_number(*, number: UrgentNumber, by: Worker) -> None:
    """No longer shown; when the last one goes, the usual ones come back."""
    require(rules.may_drop_urgent_number(number, by))
    record(Act.CHANGE, "緊急の電話を外した", by=by, objects=[number.pk], reason=number.number)
    number.delete()
