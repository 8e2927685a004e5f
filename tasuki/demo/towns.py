"""The demo towns (見本の町) before anything happens in them: areas, agencies, workers, meeting bodies, places."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.codes.sync import sync
from tasuki.community.actions import register_place
from tasuki.community.enums import PlaceKind
from tasuki.meetings.actions import found_body
from tasuki.meetings.models import Body
from tasuki.shared import clock
from tasuki.staff.acting import acting_as
from tasuki.staff.actions import enrol
from tasuki.staff.models import Worker
from tasuki.tenancy.actions import add_area, add_town, create_municipality, register_agency
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.enums import SecondFactor
from tasuki.tenancy.models import Agency, Area, Municipality
from tasuki.tenancy.models import Town as AddressTown

from .logins import PASSWORD
from .outlines import draw_town
from .stories import TOWNS, load

NAMES = ("yonago", "chofu")
AGENCY_FACTS = ("kind", "fields", "projects", "commission", "is_section", "department", "hours", "nickname", "phone",
                "takes_referrals")  # fmt: skip
BODY_FACTS = ("key", "name", "legal_types", "how_often")


@dataclass
class Town:
    """A town that has been built, with everything the stories call by key."""

    municipality: Municipality
    areas: dict[str, Area] = field(default_factory=dict)
    towns: dict[str, AddressTown] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    @property
    def key(self) -> UUID:
        """Key of the municipality."""
        return self.municipality.pk


def read(town: str) -> dict[str, Any]:
    """The town's file."""
    found: dict[str, Any] = load(TOWNS / f"{town}.yaml")
    return found


def build(town: str) -> Town:
    """The municipality on the day its workers took their posts."""
    facts = read(town)
    with clock.stopped_at(clock.at(facts["posts_since"], "09:00")):
        named = facts["municipality"]
        # a town to look at is entered with the published password alone; the entrance says so
        municipality = create_municipality(code=named["code"], name=named["name"], second_factor=SecondFactor.OFF)
        built = Town(municipality)
        with acting(Context(municipality=built.key)):
            _fill(built, facts)
            _found_bodies(built, facts)
            with acting_as(_someone(built, "section", facts["workers"])) as section:
                draw_town(town, facts, section)
            if facts.get("places"):
                _register_places(built, load(TOWNS / facts["places"]))
    return built


def _fill(built: Town, facts: dict[str, Any]) -> None:
    sync()
    for order, area in enumerate(facts["areas"], start=1):
        built.areas[area["key"]] = add_area(key=area["key"], name=area["name"], order=order)
    for town in facts["towns"]:
        built.towns[town["name"]] = add_town(
            name=town["name"], area=built.areas[town["area"]], postal_code=town.get("postal_code", "")
        )
    for agency in facts["agencies"]:
        more = {fact: agency[fact] for fact in AGENCY_FACTS if fact in agency}
        built.agencies[agency["key"]] = register_agency(key=agency["key"], name=agency["name"], **more)
    _enrol(built, facts["workers"], facts["posts_since"])
    record(Act.CHANGE, "見本の町を用意した", objects=[built.key])


def _enrol(built: Town, workers: list[dict[str, Any]], since: date) -> None:
    encoded = make_password(PASSWORD)  # one password for all: hashing it forty times would take a minute
    for worker in workers:
        built.workers[worker["key"]] = enrol(
            login=worker["login"], name=worker["name"], kana=worker["kana"], password=PASSWORD, encoded=encoded,
            agency=built.agencies[worker["agency"]], role=worker["role"], title=worker["title"], since=since,
        )  # fmt: skip


def _someone(built: Town, role: str, facts: list[dict[str, Any]]) -> Worker:
    return next(built.workers[worker["key"]] for worker in facts if worker["role"] == role)


def _found_bodies(built: Town, facts: dict[str, Any]) -> None:
    with acting_as(_someone(built, "section", facts["workers"])) as section:
        for body in facts["bodies"]:
            built.bodies[body["key"]] = found_body(
                by=section, host_agency=built.agencies[body["host"]], decided_by=built.bodies.get(body["decided_by"]),
                members=[built.agencies[key] for key in body["members"]], **{fact: body[fact] for fact in BODY_FACTS},
            )  # fmt: skip


def _register_places(built: Town, table: dict[str, Any]) -> None:
    """Every row of the survey's two tables: the places, and what corporations do for places of the same council."""
    helped = {row["council"]: row["text"] for row in table["contributions"]}
    with acting_as(next(worker for key, worker in built.workers.items() if "csw" in key)) as csw:
        for row in table["places"]:
            functions = row.get("functions", [])
            kind = PlaceKind.ORGANISATION if row["kind"] == "group" else PlaceKind.IBASHO
            register_place(
                by=csw, name=row["name"] or f"{row['council']}の記載（名前なし）", supported_by=row["council"],
                kind=PlaceKind.BASE if "base" in functions else kind, where=row["municipality"], functions=functions,
                opening=row.get("opening", ""), source=row["source"], public_benefit=helped.get(row["council"], ""),
                description="\n".join(line for line in (f"調査の表の記載：{row['text']}", row.get("note")) if line),
            )  # fmt: skip
        placed = {row["council"] for row in table["places"]}
        for row in table["contributions"]:
            if row["council"] not in placed:
                register_place(
                    by=csw, name=f"{row['council']}の区域の社会福祉法人", supported_by=row["council"],
                    kind=PlaceKind.CORPORATION, where=row["municipality"], opening=row.get("opening", ""),
                    source=table["contribution_source"], public_benefit=row["text"],
                )  # fmt: skip
