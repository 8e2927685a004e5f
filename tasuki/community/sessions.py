"""Writing of sessions (開催・催し) and bookings of rooms (会場の貸し合い)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale, require
from tasuki.staff.models import Worker

from . import rules
from .models import Attendance, Booking, Group, GroupMember, Place, Session

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"
TAKEN = "その時間は、たったいまほかの予約が入りました。別の時間にしてください。"


@transaction.atomic
def hold_session(
    *, by: Worker, on: date, group: Group | None = None, place: Place | None = None, start: time | None = None,
    end: time | None = None, attended: int | None = None, members: Iterable[GroupMember] = (), **facts: Any,
) -> Session:  # fmt: skip
    """A group or a place met, or will (開催): who came as a number, names only where the group keeps them."""
    require(rules.may_hold_session(by, group, place))
    came = list(members)
    if attended is None and came:
        attended = len(came)
    area = (place.area_id if place else None) or (group.area_id if group else None)
    made = Session.objects.create(
        group=group, place=place, area_id=area, on=on, start=start, end=end, attended=attended, by_id=by.pk,
        agency_id=by.agency_id, at=clock.now(), **facts,
    )  # fmt: skip
    _note_names(made, came)
    record(Act.CHANGE, "開催を記録", by=by, objects=[made.pk])
    return made


def _note_names(session: Session, came: list[GroupMember]) -> None:
    Attendance.objects.filter(session=session).delete()
    Attendance.objects.bulk_create(
        Attendance(session=session, member=member) for member in came if member.group_id == session.group_id
    )


@transaction.atomic
def change_session(
    *, session: Session, by: Worker, version: int | None = None, members: Iterable[GroupMember] | None = None,
    **changes: Any,
) -> Session:  # fmt: skip
    """What is known of it now: afterwards the number of those who came."""
    require(rules.may_change_session(session, by))
    was = session.version if version is None else version
    if not Session.objects.filter(pk=session.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    session.refresh_from_db()
    if members is not None:
        _note_names(session, list(members))
    record(Act.CHANGE, "開催の記録を直した", by=by, objects=[session.pk])
    return session


@transaction.atomic
def call_off_session(*, session: Session, by: Worker) -> Session:
    """It is not held after all (中止); it stays in the list, marked."""
    require(rules.may_call_off_session(session, by))
    Session.objects.filter(pk=session.pk).update(called_off=True, version=session.version + 1)
    session.refresh_from_db()
    record(Act.CHANGE, "開催を中止にした", by=by, objects=[session.pk])
    return session


@transaction.atomic
def book_venue(
    *, place: Place, by: Worker, start: datetime, end: datetime, group: Group | None = None, used_by: str = "",
    note: str = "",
) -> Booking:  # fmt: skip
    """A room for a time. Who comes second is told so; were both to pass the rule, the database refuses one."""
    # one after the other per room: the second sees the first, and neither waits for the other crosswise
    Place.objects.select_for_update().get(pk=place.pk)
    require(rules.may_book_venue(place, by, start, end))
    try:
        with transaction.atomic():
            made = Booking.objects.create(
                place=place, group=group, used_by=used_by, starts=start, ends=end, note=note, by_id=by.pk,
                at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        if "no_double_booking" in str(error):
            raise Refused(TAKEN) from error
        raise
    record(Act.CHANGE, "会場を予約", by=by, objects=[place.pk, made.pk])
    return made


@transaction.atomic
def cancel_booking(*, booking: Booking, by: Worker) -> Booking:
    """The room is free again."""
    require(rules.may_cancel_booking(booking, by))
    booking.cancelled_at = clock.now()
    booking.version += 1
    booking.save(update_fields=["cancelled_at", "version"])
    record(Act.CHANGE, "会場の予約を取りやめた", by=by, objects=[booking.place_id, booking.pk])
    return booking
