"""What was shared with whom (提供の記録), of one person: every line a candidate for the letter, with what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case, CaseGrant
from tasuki.cases.reading import consents_of, members_of
from tasuki.codes.lookup import label, labels
from tasuki.meetings.enums import WITHOUT_CONSENT, LegalType
from tasuki.meetings.models import Item, Pledge
from tasuki.people.models import Consent, Person
from tasuki.referrals.enums import ConsentState, TargetStatus
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker

from .models import LetterDecision

# The parts of a case in words that a letter may use.
PLAIN = {
    Scope.EXISTENCE: "支援を受けていること", Scope.IDENTITY: "氏名や住所などの基本の情報",
    Scope.ASSESSMENT: "困りごとや暮らしをまとめたシート", Scope.RECORD: "相談や訪問の記録",
    Scope.PACKET: "会議の資料", Scope.PLAN: "支援プラン",
}  # fmt: skip
WHY = {
    Ground.REFERRAL: "支援を引き受けるため", Ground.CONSENT: "あなたの同意により", Ground.CONFERENCE: "法律にもとづく会議",
    Ground.PLAN: "支援プランの役割のため", Ground.COORDINATION: "機関どうしの調整のため",
    Ground.EMERGENCY: "命・身体・財産を守るため（緊急）",
}  # fmt: skip
ASK = {
    Ground.CONFERENCE: "支援会議は、本人の同意なしに開かれることがあります。伝えてよいか判断してください。",
    Ground.EMERGENCY: "緊急の閲覧です。伝えてよいか判断してください。",
}
ASK_SHEET = "同意のない人を含むつなぎです。伝えてよいか判断してください。"
ASK_PROTECTED = "世帯に支援措置の人がいます。この行から居場所や相談先が知られないか判断してください。"


@dataclass
class Line:
    """One line of the letter: since when, to whom, what, why, until when; `asks`: why the worker must decide."""

    key: str
    at: datetime
    agency: str
    what: list[str]
    why: str
    until: str = ""
    asks: str = ""
    decision: LetterDecision | None = None

    @property
    def undecided(self) -> bool:
        """Nobody has decided yet what has to be decided."""
        return bool(self.asks) and self.decision is None

    @property
    def told(self) -> bool:
        """Stands in the letter."""
        return self.decision.told if self.decision else not self.asks


@dataclass
class Shared:
    """All lines and consents of one person in one case; `unseen`: meetings that other agencies brought the case to."""

    lines: list[Line] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    unseen: int = 0

    @property
    def told(self) -> list[Line]:
        """What stands in the letter."""
        return [line for line in self.lines if line.told]

    @property
    def undecided(self) -> list[Line]:
        """What waits for a decision."""
        return [line for line in self.lines if line.undecided]


def shared_with(case: Case, person: Person, worker: Worker) -> Shared:
    """Of this person only; what tells of the household is told as 「世帯の方の分もあわせて」, without names."""
    lines = [*_grants(case, person), *_sheets(case, person, worker), *_meetings(case, worker)]
    lines.sort(key=lambda line: (line.at, line.key))
    others = [one.shown for one in members_of(case, worker) if one.person_id != person.pk]  # type: ignore[attr-defined]
    if any(one is None or one.protected for one in others):
        for line in lines:
            line.asks = line.asks or ASK_PROTECTED
    decided = {one.line: one for one in LetterDecision.objects.visible_to(worker).filter(case=case, person=person)}
    for line in lines:
        line.decision = decided.get(line.key)
    return Shared(lines, _consents(person), _unseen(case, worker))


def _consents(person: Person) -> list[Consent]:
    found = list(consents_of(person))
    for one in found:
        one.items_told = labels("consent_item", one.items)  # type: ignore[attr-defined]
        one.method_told = label("consent_method", one.method)  # type: ignore[attr-defined]
    return found


def _grants(case: Case, person: Person) -> Iterable[Line]:
    """What was opened, to agencies and to workers; the owner's own work and the section's duty are no sharing."""
    rows = CaseGrant.objects.filter(Q(person=None) | Q(person=person), case=case)
    seen: dict[tuple[object, ...], Line] = {}
    for grant in (
        rows.exclude(ground__in=(Ground.OWN, Ground.SUPERVISION))
        .select_related("agency", "worker", "held_at")
        .order_by("since", "id")
    ):
        same = (grant.agency_id, grant.worker_id, grant.ground, grant.source)
        if same in seen:
            seen[same].what = _merged(seen[same].what, _plain(grant))
            continue
        agency = grant.agency or grant.held_at
        seen[same] = Line(
            f"grant:{grant.pk}", grant.since, (agency.name if agency else "") + ("の職員1名" if grant.worker else ""),
            _plain(grant), WHY.get(Ground(grant.ground), grant.get_ground_display()),
            f"{wareki_plain(grant.until)}まで" if grant.until else "つづいています", ASK.get(Ground(grant.ground), ""),
        )  # fmt: skip
    return seen.values()


def _plain(grant: CaseGrant) -> list[str]:
    told = [PLAIN[part] for part in Scope if part in grant.parts]
    return told if grant.person_id else [*told, "（世帯の方の分もあわせて）"]


def _merged(first: list[str], second: list[str]) -> list[str]:
    return first + [one for one in second if one not in first]


def _sheets(case: Case, person: Person, worker: Worker) -> Iterable[Line]:
    """つなぐシート: what it says went to the receiver when it was sent, whatever the answer was."""
    mine = Referral.objects.visible_to(worker).filter(Q(persons__person=person) | Q(persons=None), case=case)
    rows = ReferralTarget.objects.visible_to(worker).filter(referral__in=mine.values("pk"))
    for row in rows.select_related("referral", "to_agency"):
        given = row.referral.consent == ConsentState.GIVEN
        ended = row.ended_at or (row.answered_at if row.status == TargetStatus.DECLINED else None)
        yield Line(
            f"sheet:{row.pk}", row.referral.sent_at, row.to_agency.name, ["つなぐシート（困りごと・これまでの対応・お願い）"],
            "あなたの同意により" if given else "法律がみとめる範囲で", _answer(row, ended), "" if given else ASK_SHEET,
        )  # fmt: skip


def _answer(row: ReferralTarget, ended: datetime | None) -> str:
    if row.status == TargetStatus.DECLINED:
        return "引き受けませんでした"
    if row.status == TargetStatus.WITHDRAWN:
        return "取り下げました" + ("" if row.seen_at else "（相手は開いていません）")
    return f"{wareki_plain(ended)}まで" if ended else "つづいています"


def _meetings(case: Case, worker: Worker) -> Iterable[Line]:
    """Items whose papers somebody could open; the agencies that pledged secrecy and got a copy."""
    for item in Item.objects.visible_to(worker).filter(case=case).select_related("sitting__body"):
        got = Pledge.objects.filter(item=item).exclude(agency=case.owner_agency_id).order_by("at")
        names = list(dict.fromkeys(got.values_list("agency__name", flat=True)))
        if not names:
            continue
        legal = LegalType(item.sitting.legal_type)
        asks = ASK[Ground.CONFERENCE] if item.without_consent or legal in WITHOUT_CONSENT else ""
        until = f"{wareki_plain(item.closed_at)}まで" if item.closed_at else "つづいています"
        yield Line(
            f"item:{item.pk}", item.sitting.at, "、".join(names), [PLAIN[Scope.PACKET]], legal.label, until, asks
        )


def _unseen(case: Case, worker: Worker) -> int:
    """Meetings of which the owner knows only that they were (hosted by another agency)."""
    told = set(case.events.filter(kind=EventKind.PUT_ON_AGENDA).exclude(link="").values_list("link", flat=True))
    mine = Item.objects.visible_to(worker).filter(case=case).values_list("pk", flat=True)
    return len(told - {f"/meetings/items/{key}/" for key in mine})
