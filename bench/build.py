"""Building a town in an embedded server of its own, kept under TASUKI_BENCH_DATA (var/bench) to be used again."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The server that holds a town of the bench is set as the product sets it, but for the building itself:
BUILDING = ("set maintenance_work_mem = '512MB'", "set synchronous_commit = off", "set work_mem = '64MB'",
            "set app.building = '1'")  # no line in the record of changes for each row (tasuki/audit/triggers.py)  # fmt: skip


def folder(size: str) -> Path:
    """Where the town of this size is kept."""
    return Path(os.environ.get("TASUKI_BENCH_DATA") or ROOT / "var" / "bench").absolute() / size


def fingerprint() -> str:
    """Changes when the generator or any table does; a town of another fingerprint is built anew."""
    told = hashlib.sha256()
    files = [ROOT / "bench" / name for name in ("words.py", "town.py", "life.py")]
    for path in [*files, *sorted(ROOT.glob("tasuki/*/migrations/0*.py"))]:
        lines = path.read_bytes().splitlines()
        told.update(b"\n".join(line for line in lines if not line.startswith(b"# Generated")))
    return told.hexdigest()[:16]


@contextmanager
def running(size: str) -> Iterator[dict[str, Any]]:
    """The server of that town is up, Django is pointed at it; gives what is known of the town ({} if none yet)."""
    data = folder(size)
    os.environ["TASUKI_DATA"] = str(data)
    os.environ.setdefault("TASUKI_STATIC", str(data / "static"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    from tasuki.config.keys import make_data_folder

    make_data_folder(ROOT)
    from tasuki.cli import database

    with database():
        import django

        django.setup()
        told = data / "town.json"
        yield json.loads(told.read_text()) if told.exists() else {}


def ensure(size: str, known: dict[str, Any]) -> dict[str, Any]:
    """The town as it is, or a new one when there is none, or an old one; a kept one is brought up to the code."""
    if os.environ.get("TASUKI_BENCH_KEEP") and known:
        _mend()
        return known
    return known if known.get("fingerprint") == fingerprint() else build(size)


def _mend() -> None:
    """Migrations and walls of today on a town of yesterday."""
    from django.db import connections

    from tasuki.config.prepare import migrate
    from tasuki.sharing.wall import raise_wall

    migrate()
    raise_wall(connections["owner"])


def build(size: str) -> dict[str, Any]:
    """A new town; tells how long each part took."""
    from django.db import connections

    from tasuki.config.prepare import migrate
    from tasuki.sharing.wall import raise_wall

    began = time.monotonic()
    _empty()
    migrate()
    owner = connections["owner"]
    with owner.cursor() as cursor:
        for statement in (*BUILDING, "drop index record_by_keys", "drop index person_by_pairs"):
            cursor.execute(statement)
    told = _load(size, owner)
    told["loaded_s"] = round(time.monotonic() - began)
    print(f"  rows after {told['loaded_s']} s; indexes for search…", flush=True)
    raise_wall(owner)
    with owner.cursor() as cursor:
        cursor.execute("vacuum (analyze)")
    told |= {"built_s": round(time.monotonic() - began), "fingerprint": fingerprint()}
    (folder(size) / "town.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
    print(f"  town {size} after {told['built_s']} s: {told['rows']}", flush=True)
    return told


def _empty() -> None:
    """Drop what an older town left."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("drop schema if exists app cascade")
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        if tables:
            cursor.execute("drop table " + ", ".join(tables) + " cascade")


def _load(size: str, owner: Any) -> dict[str, Any]:
    from django.contrib.auth.hashers import make_password

    from tasuki.codes.sync import sync
    from tasuki.tenancy.context import Context, acting
    from tasuki.tenancy.models import Municipality

    from .tables import Loader
    from .town import PASSWORD, Town

    town = Town(size)
    owner.ensure_connection()
    loader = Loader(owner.connection, town.municipality)
    with acting(Context(municipality=town.municipality)):
        Municipality.objects.using("owner").create(
            id=town.municipality, code="139999", name="速さの町", second_factor="off"
        )
        _settle(loader, town, make_password(PASSWORD))
    from django.db import transaction

    with acting(Context(municipality=town.municipality)), transaction.atomic():
        sync()
    return {
        "size": size, "municipality": str(town.municipality), "rows": loader.counted, "held": town.voice.held,
        "bigrams_from": len(town.voice.pool),
    }  # fmt: skip


def _settle(loader: Any, town: Any, password: str) -> None:
    from tasuki.cases.models import Case, CaseEvent, CaseGrant, CaseMember, StatusChange, SupportRecord
    from tasuki.intake.models import Consultation
    from tasuki.meetings.models import Body, Item, Sitting
    from tasuki.outreach.models import Approach, Visit
    from tasuki.people.models import Household, Membership, Person, PersonGrant
    from tasuki.plans.models import Plan, PlanPerson, PlanRole
    from tasuki.referrals.models import Referral, ReferralTarget
    from tasuki.staff.models import Post, Worker
    from tasuki.tenancy.models import Agency, Area
    from tasuki.tenancy.models import Town as Place

    from . import life

    loader.copy(Area, life.area_names(town))
    loader.copy(
        Place, ({"id": key, "area_id": area, "name": f"{name}{n}"} for n, (key, area, name) in enumerate(town.towns))
    )
    loader.copy(Agency, town.agency_rows())
    loader.copy(Worker, town.worker_rows(password))
    loader.copy(Post, town.post_rows())
    stories = town.stories()
    moments = town.spread_records(stories)
    loader.copy(Household, town.household_rows(stories))
    loader.copy(Person, town.person_rows(stories))
    loader.copy(Membership, life.membership_rows(stories, town))
    loader.copy(PersonGrant, life.person_grant_rows(town, stories))
    loader.copy(Consultation, life.consultation_rows(town, stories))
    loader.copy(Case, life.case_rows(town, stories))
    loader.copy(CaseMember, life.member_rows(stories, town))
    loader.copy(CaseGrant, life.case_grant_rows(town, stories))
    loader.copy(CaseEvent, life.event_rows(town, stories))
    loader.copy(StatusChange, life.status_rows(town, stories))
    visits: list[Any] = []
    loader.copy(SupportRecord, life.record_rows(town, stories, moments, visits))
    for models, rows in (
        ((Referral, ReferralTarget), life.referral_rows(town, stories)),
        ((Approach, Visit), life.approach_rows(town, visits)),
        ((Body, Sitting, Item), life.meeting_rows(town, stories)),
        ((Plan, PlanPerson, PlanRole), life.plan_rows(town, stories)),
    ):
        for model, lines in zip(models, rows, strict=True):
            loader.copy(model, lines)
