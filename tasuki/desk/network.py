"""The network of agencies (機関のつながり): who hands on to whom, as a table and as a map, for one reader."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tasuki.casefile.ecomap_enums import Sector
from tasuki.casefile.ecomap_parties import sector_of
from tasuki.referrals.models import ReferralTarget
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from .network_counts import Counts, Pair, counted, period

MOST = 25
ORDERS = {"sector": "分野", "name": "名前", "out": "送った数", "in": "受けた数"}


@dataclass
class Node:
    """An agency with what may be told of it."""

    key: UUID
    name: str
    sector: str
    cases: int | None = 0
    out: int = 0
    into: int = 0

    @property
    def sector_word(self) -> str:
        """介護・高齢."""
        return Sector(self.sector).label


@dataclass
class Cell:
    """A number of the table: `shown` None where it is too small to be told."""

    pair: Pair
    shown: int | None
    taken: int | None = None
    level: int = 0

    @property
    def linked(self) -> bool:
        """Whether there may be sheets to be listed."""
        return bool(self.shown)


@dataclass
class Network:
    """The page."""

    nodes: list[Node] = field(default_factory=list)
    rows: list[tuple[Node, list[Cell]]] = field(default_factory=list)
    edges: dict[Pair, int] = field(default_factory=dict)
    mates: list[Pair] = field(default_factory=list)
    seats: dict[UUID, int] = field(default_factory=dict)
    limit: int = 5
    hides: bool = False
    year: int | None = None
    order: str = "sector"

    @property
    def mapped(self) -> bool:
        """Few enough for a map."""
        return 0 < len(self.nodes) <= MOST


def network_of(worker: Worker, year: int | None, order: str = "") -> Network:
    """Everything in full for the section; for others their own numbers, and those of others that are not small."""
    counts = counted(*period(year))
    page = Network(limit=worker.agency.municipality.small_number_limit, hides=not worker.sees_all, year=year,
                   order=order if order in ORDERS else "sector")  # fmt: skip
    agencies = list(Agency.objects.order_by("key"))
    # Every agency has its seat on the map for good, whoever is drawn: one year can be laid beside the next.
    ordered = sorted(agencies, key=lambda one: (list(Sector).index(Sector(sector_of(one.fields))), one.key))
    page.seats = {one.pk: n for n, one in enumerate(ordered)}
    told = {pair: _told(pair, n, worker, page) for pair, n in counts.sheets.items()}
    page.mates = [pair for pair, n in counts.mates.items() if _told(pair, n, worker, page) and not _linked(pair, told)]
    page.edges = {pair: n for pair, n in told.items() if n}
    page.nodes = _nodes(ordered, told, counts, worker, page)
    page.rows = [(node, [_cell(node, other, told, counts, page) for other in page.nodes]) for node in page.nodes]
    return page


def _told(pair: Pair, n: int, worker: Worker, page: Network) -> int | None:
    """The number, or None where it is small and the reader does not have the records behind it."""
    if not page.hides or worker.agency_id in pair or n >= page.limit:
        return n
    return None


def _linked(pair: Pair, told: dict[Pair, int | None]) -> bool:
    return bool(told.get(pair) or told.get((pair[1], pair[0])))


def _nodes(
    agencies: list[Agency], told: dict[Pair, int | None], counts: Counts, worker: Worker, page: Network
) -> list[Node]:
    """Whoever sent or received in the period, or sat with somebody."""
    there = {key for pair in [*told, *page.mates] for key in pair}
    nodes = []
    for one in (one for one in agencies if one.pk in there):
        cases = counts.cases.get(one.pk, 0)
        known = not page.hides or one.pk == worker.agency_id or cases >= page.limit
        out = sum(n or 0 for (sender, _), n in told.items() if sender == one.pk)
        into = sum(n or 0 for (_, taker), n in told.items() if taker == one.pk)
        nodes.append(Node(one.pk, one.name, sector_of(one.fields), cases if known else None, out, into))
    orders: dict[str, Any] = {
        "sector": lambda one: page.seats[one.key], "name": lambda one: one.name,
        "out": lambda one: (-one.out, one.name), "in": lambda one: (-one.into, one.name),
    }  # fmt: skip
    return sorted(nodes, key=orders[page.order])


def _cell(node: Node, other: Node, told: dict[Pair, int | None], counts: Counts, page: Network) -> Cell:
    pair = (node.key, other.key)
    n = told.get(pair, 0)
    taken = counts.taken.get(pair) if n and (not page.hides or n == counts.sheets[pair]) else None
    return Cell(pair, n, taken, 0 if not n else 1 if n < 3 else 2 if n < 8 else 3)


def sheets_between(worker: Worker, sender: UUID | None, taker: UUID | None, year: int | None) -> list[ReferralTarget]:
    """Sheets from one agency to another that the reader may see, the newest first."""
    start, end = period(year)
    rows = ReferralTarget.objects.visible_to(worker).filter(from_agency=sender, to_agency=taker)
    rows = rows.exclude(status="withdrawn").filter(referral__sent_at__date__gte=start, referral__sent_at__date__lt=end)
    return list(rows.select_related("referral", "from_agency", "to_agency").order_by("-referral__sent_at")[:200])
