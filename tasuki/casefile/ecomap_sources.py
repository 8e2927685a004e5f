"""From the records of a case to the parties of its ecomap (エコマップのもと), as far as the reader may see them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.cases.reading import access_of
from tasuki.codes.lookup import label
from tasuki.outreach.visiting_models import VisitService
from tasuki.participation.enums import MatchStatus
from tasuki.people.enums import RelationKind
from tasuki.people.kinship import Kin
from tasuki.plans.enums import RoleStatus
from tasuki.plans.models import PlanRole
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency

from .ecomap_enums import Flow, Sector, Strength
from .ecomap_parties import DAYS, Contacts, Party, corrected, sector_of, strength_of
from .household import Someone, names_of

NOT_KIN = {"友人・知人": Sector.NEIGHBOUR, "近隣の人": Sector.NEIGHBOUR, "キーパーソン（親族以外）": Sector.NEIGHBOUR,
           "成年後見人・保佐人・補助人": Sector.RIGHTS, "任意後見人・任意後見受任者": Sector.RIGHTS}  # fmt: skip
TIE_OF_KIN = {"close": Strength.STRONG, "fused": Strength.STRONG, "distant": Strength.WEAK, "conflict": Strength.STRESSED,
              "abuse": Strength.STRESSED, "control": Strength.STRESSED, "cutoff": Strength.CUT}  # fmt: skip
_WHAT = 14


class Around:
    """The parties of one case for one reader, gathered once: `parties` by key."""

    def __init__(self, case: Case, worker: Worker, found: list[Someone], kin: Kin, roles: Iterable[PlanRole]) -> None:
        self.case, self.worker, self.access = case, worker, access_of(case)
        self.day = case.closed_on or clock.today()
        self.names = names_of(found)
        self.parties: dict[str, Party] = {}
        self.contacts = self._contacts()
        self._agencies(list(roles))
        self._places()
        self._watch()
        self._visitors(found)
        self._people(found, kin)
        ties = case.ecomap_ties.filter(removed_at=None).select_related("agency")
        self.ties = list(self.access.readable(ties, Scope.ASSESSMENT, about="about"))
        corrected(self.parties, self.ties, self.names)

    # -- agencies -------------------------------------------------------------------------------

    def _contacts(self) -> dict[UUID, Contacts]:
        """By agency, from the support records that are open to the reader."""
        rows = self.access.readable(self.case.records.filter(current=True), Scope.RECORD, about="about")
        found: dict[UUID, Contacts] = {}
        begin = self.day - timedelta(days=DAYS)
        for agency, at, method in rows.order_by("at").values_list("agency_id", "at", "method"):
            day = at.astimezone(clock.JAPAN).date()
            one = found.setdefault(agency, Contacts(day, day))
            one.last, one.count = day, one.count + 1
            if begin < day <= self.day:
                said = label("contact_method", method).split("・")[0]
                one.recent[said] = one.recent.get(said, 0) + 1
        return found

    def _agencies(self, roles: list[PlanRole]) -> None:
        """The owner, whoever has a ground, whoever was asked, whoever has a part in the plan, whoever wrote."""
        since: dict[UUID, date] = {self.case.owner_agency_id: self.case.opened_on}
        said: dict[UUID, list[str]] = {self.case.owner_agency_id: ["主担当"]}
        agencies: dict[UUID, Agency] = {self.case.owner_agency_id: self.case.owner_agency}
        gone, planned = self._granted(since, said, agencies), self._asked(since, said, agencies)
        for role in roles:
            agencies[role.agency_id] = role.agency
            since.setdefault(role.agency_id, self.day)
            said.setdefault(role.agency_id, []).append(f"プランの役割：{role.what}")
            if role.status in (RoleStatus.WAITING, RoleStatus.WHEN):
                planned.setdefault(role.agency_id, role.what)
        for agency, contacts in self.contacts.items():
            since[agency] = min(since.get(agency, contacts.first), contacts.first)
            said.setdefault(agency, []).append(f"支援経過記録 {contacts.count}件")
        # Who only wrote, on a ground of which nothing is left, is asked for beside.
        if missing := since.keys() - agencies.keys():
            agencies |= Agency.objects.in_bulk(list(missing))
        tasks = {role.agency_id: role.what for role in roles}
        for key, agency in agencies.items():
            party = self._agency(agency, since[key], said.get(key, []), tasks.get(key, ""))
            party.ended = key in gone and key not in tasks and not (key in self.contacts and self.contacts[key].recent)
            if key in planned and key not in self.contacts:
                party.strength, party.what = Strength.PLANNED, planned[key]

    def _agency(self, agency: Agency, since: date, said: list[str], task: str) -> Party:
        contacts = self.contacts.get(agency.pk)
        owner = agency.pk == self.case.owner_agency_id
        strength = strength_of(contacts)
        party = Party(
            f"agency:{agency.pk}", agency.name, sector_of(agency.fields), since,
            strength=Strength.NORMAL if owner and strength == Strength.WEAK and not self.case.is_closed else strength,
            flow=Flow.TO, what="主担当" if owner else short(task), often=contacts.often if contacts else "",
            sources=said,
        )  # fmt: skip
        self.parties[party.key] = party
        return party

    def _granted(self, since: dict[UUID, date], said: dict[UUID, list[str]], agencies: dict[UUID, Agency]) -> set[UUID]:
        """Agencies to which the case is or was open; those whose grounds are all over are returned."""
        rows = self.case.grants.exclude(ground__in=[Ground.OWN, Ground.SUPERVISION, Ground.EMERGENCY])
        live, over = set(), set()
        for row in rows.filter(agency__isnull=False).select_related("agency"):
            agency, ground, start, until = row.agency_id, row.ground, row.since, row.until
            agencies[agency] = row.agency
            since[agency] = min(since.get(agency, start.date()), start.date())
            running = until is None or until > clock.now()
            words = Ground(ground).label + ("" if running else "（終わり）")
            if words not in said.setdefault(agency, []):
                said[agency].append(words)
            (live if running else over).add(agency)
        return over - live - {self.case.owner_agency_id}

    def _asked(
        self, since: dict[UUID, date], said: dict[UUID, list[str]], agencies: dict[UUID, Agency]
    ) -> dict[UUID, str]:
        """Receivers of sheets; those that have not answered are planned ties."""
        planned = {}
        for sent_at, status, agency in self._targets():
            if status in (TargetStatus.WITHDRAWN, TargetStatus.DECLINED):
                continue
            agencies.setdefault(agency.pk, agency)
            since[agency.pk] = min(since.get(agency.pk, sent_at.date()), sent_at.date())
            said.setdefault(agency.pk, []).append(f"つなぎ：{TargetStatus(status).label}")
            if status in WAITING:
                planned[agency.pk] = "つなぎ・返事待ち"
        return planned

    def _targets(self) -> list[tuple[datetime, str, Agency]]:
        """Of sheets that the reader's agency has sent or received; of all of them for the household's owner."""
        to = [f"targets__{name}" for name in ("status", "to_agency", "to_agency__name", "to_agency__fields")]
        rows = self.case.referrals.filter(targets__isnull=False).order_by("sent_at", "targets__due_on", "targets__id")
        listed = list(rows.values_list("pk", "from_agency_id", "sent_at", *to))
        if not (self.worker.sees_all or self.access.owns):
            mine = {sheet for sheet, sender, _, _, to, *_ in listed if self.worker.agency_id in (sender, to)}
            listed = [row for row in listed if row[0] in mine]
        return [(at, status, Agency(pk=to, name=name, fields=fields)) for _, _, at, status, to, name, fields in listed]

    # -- places and people ----------------------------------------------------------------------

    def _places(self) -> None:
        """Where somebody takes part (参加先)."""
        rows = self.access.readable(self.case.matches.select_related("place"), Scope.RECORD, about="person")
        for match in rows.exclude(status=MatchStatus.CANDIDATE).order_by("picked_on"):
            begun = match.status in (MatchStatus.VISIT, MatchStatus.TRIAL, MatchStatus.SETTLED, MatchStatus.STEADY)
            going = match.status in (MatchStatus.SETTLED, MatchStatus.STEADY)
            key = f"place:{match.place_id}"
            self.parties[key] = Party(
                key, match.place.name, Sector.PLACE, match.picked_on, flow=Flow.BOTH,
                strength=Strength.NORMAL if going else Strength.WEAK if begun else Strength.PLANNED,
                what=match.get_part_in_display(), often=match.get_status_display(), about=str(match.person_id),
                about_word=self.names.get(match.person_id, ""), sources=["参加先とのつながり"],
                ended=match.status == MatchStatus.ENDED,
            )  # fmt: skip

    def _watch(self) -> None:
        """Whoever looks after the household for long (長期の見守り)."""
        rows = self.access.readable(self.case.watches.filter(ended_on=None), Scope.RECORD)
        for watch in rows:
            party = self.parties.get(f"agency:{watch.agency_id}")
            if party:
                party.what, party.often = party.what or "見守り", party.often or f"{watch.every_days}日ごと"
                party.sources.append(f"長期の見守り（{watch.every_days}日ごと）")
            if watch.others:
                key = f"watch:{watch.pk}"
                self.parties[key] = Party(key, watch.others, Sector.NEIGHBOUR, watch.began_on, flow=Flow.TO,
                                          strength=Strength.WEAK, what="見守り", person=True,
                                          sources=["長期の見守り：ほかに見てくれている人"])  # fmt: skip

    def _visitors(self, found: list[Someone]) -> None:
        """Supporters who visit (訪問サービス), for the desk that arranges it."""
        keys = [one.person.pk for one in found if one.person]
        rows = VisitService.objects.visible_to(self.worker).filter(person__in=keys).exclude(state="ended")
        for service in rows.select_related("visitor"):
            key = f"visit:{service.pk}"
            self.parties[key] = Party(
                key, f"支え手 {service.visitor.name}" if service.visitor else "訪問する支え手", Sector.NEIGHBOUR,
                service.applied_on, flow=Flow.TO, what="訪問サービス", often=short(service.when, 8),
                strength=Strength.NORMAL if service.state == "running" else Strength.PLANNED, person=True,
                about=str(service.person_id), about_word=self.names.get(service.person_id, ""),
                sources=["訪問サービス"],
            )  # fmt: skip

    def _people(self, found: list[Someone], kin: Kin) -> None:
        """Members of the case who do not live with the household: kin, friends, guardians."""
        home = {str(one.member.person_id) for one in found if one.member.in_household}
        for one in found:
            if one.person is None or one.member.in_household or one.person.deceased:
                continue
            said = label("relation_type", one.member.relation)
            ties = [tie for tie in kin.ties if one.key in (tie.a, tie.b) and {tie.a, tie.b} & home]
            told = [RelationKind(tie.kind).label for tie in ties]
            strength = next((TIE_OF_KIN[tie.kind] for tie in ties if tie.kind in TIE_OF_KIN), Strength.NORMAL)
            key = f"person:{one.key}"
            self.parties[key] = Party(
                key, one.called, NOT_KIN.get(said, Sector.KIN), self.case.opened_on, strength=strength, person=True,
                what=told[0].split("・")[0] if told else "", about="", sources=["ケースの世帯員（別居）", *told],
            )  # fmt: skip


def short(words: str, most: int = _WHAT) -> str:
    """Short enough for a line."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"
