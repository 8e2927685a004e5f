"""Writing the record; the only door to it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tasuki.shared import clock
from tasuki.tenancy.context import current

from .enums import Act
from .models import Entry


def record(
    act: Act,
    verb: str,
    *,
    by: Any = None,
    case: UUID | None = None,
    objects: Iterable[UUID] = (),
    ground: str = "",
    reason: str = "",
    count: int | None = None,
    address: str = "",
) -> Entry:
    """Write one entry; raises what the database raises, so that what cannot be recorded is not shown or done."""
    return Entry.objects.create(
        at=clock.now(),
        act=act,
        verb=verb,
        worker_id=by.pk if by else None,
        worker_name=by.name if by else "",
        agency_id=by.agency_id if by else None,
        agency_name=by.agency.name if by and by.agency_id else "",
        case_id=case,
        object_ids=list(objects),
        ground=ground,
        reason=reason,
        count=count,
        address=address or (getattr(by, "address", "") or ""),
        request=current().request,
    )
