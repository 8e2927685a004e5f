"""One case and everybody who could stand to it in some way: what the matrix and the canaries walk through.

Each situation has an agency and a worker of its own, so that no other ground mixes in. Looked at a day later: what ran
out yesterday has run out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.test import Client

from tasuki.cases import emergency
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.cases.models import Case
from tasuki.meetings import actions as meetings
from tasuki.people import actions as people
from tasuki.people.models import Person
from tasuki.referrals import actions as referrals
from tasuki.shared import clock
from tasuki.staff.actions import enrol
from tasuki.tenancy.models import Agency
from tests.cast import NOW, PASSWORD, Browser
from tests.whole_town import whole_town

LATER = NOW + timedelta(hours=26)
EVERYTHING = ["basic", "household", "assessment", "progress", "plan"]
NEW = (
    "waiting", "referred", "declined", "handed_back", "consented", "withdrawn", "expired", "called", "uncalled",
    "emergency", "emergency_over", "stranger", "chair_elsewhere",
)  # fmt: skip

ROLE = {"chair_elsewhere": "chair"}

# Column of the matrix → whose log-in, in words. `sakura` owns the case and is in charge of it.
SITUATIONS = {
    "own": "担当者（主担当の機関）",
    "colleague": "同じ機関の同僚",
    "section": "所管課",
    "waiting": "つなぐシートを受けとり、まだ答えていない機関",
    "referred": "つなぎを受理した機関（母だけ・同意前）",
    "consented": "本人が同意した機関（母だけ・全項目）",
    "called": "支援会議に呼ばれ、守秘を誓った人",
    "emergency": "緊急に開いた人",
    "stranger": "根拠のない機関",
    "declined": "つなぎを断った機関",
    "handed_back": "つなぎもどした機関",
    "withdrawn": "同意が撤回された機関",
    "expired": "同意の期限が切れた機関",
    "uncalled": "招集を取り消された人",
    "emergency_over": "緊急の時間が過ぎた人",
    "chair_elsewhere": "呼ばれていない座長",
    "chair": "会議を主催する機関の座長（議題は見えるが、ケースは見えない）",
    "admin": "管理者",
    "officer": "個人情報保護責任者",
    "other": "ほかの自治体の相談員",
    "other_section": "ほかの自治体の所管課",
    "anonymous": "サインインしていない人",
}
LOGINS = {"own": "sakura", "colleague": "ken", "section": "suzuki", "other": "sakura", "other_section": "suzuki"}
# What somebody without a ground may open all the same: what she typed herself, what the officer is told of.
OWN_THINGS = {"staff:draft_about"}
TOLD = {
    ("officer", name)
    for name in (
        "cases:emergency_opening", "oversight:entry", "oversight:change", "jobs:approve", "jobs:destroyed", "jobs:end_hold",
        "jobs:hold", "jobs:leave_out", "jobs:list", "jobs:propose", "jobs:put_back", "jobs:return",
    )
}  # fmt: skip
# To these the case does not exist, nor anything of it.
NO_GROUND = (
    "stranger", "declined", "handed_back", "withdrawn", "expired", "uncalled", "emergency_over", "chair_elsewhere", "admin",
    "officer", "other", "other_section", "anonymous",
)  # fmt: skip


def stand(town: Any) -> dict[str, Any]:
    """The town with every situation; the clock still stands at the beginning."""
    made = whole_town(town)
    with town.context():
        for key in NEW:
            town.agencies[key] = Agency.objects.create(key=key.replace("_", "-"), name=f"機関 {key}")
            town.workers[key] = enrol(login=key, name=f"職員 {key}", password=PASSWORD, agency=town.agencies[key],
                                      role=ROLE.get(key, "counsellor"), since=date(2020, 4, 1))  # fmt: skip
    _sheets(town, made)
    _consents(town, made)
    _calls(town, made)
    with town.acting("emergency_over") as by:
        emergency.open_in_emergency(
            by=by,
            kind="life",
            number=made["case"].number,
            reason="二日前から呼びかけに応答がなく、倒れているおそれがあります。",
        )
    return made


def _sheets(town: Any, made: dict[str, Any]) -> None:
    for key in ("waiting", "referred", "declined", "handed_back"):
        with town.acting("sakura") as by:
            sheet = referrals.send_referral(
                by=by, to=[town.agencies[key]], wanted="金糸雀を", consent="none", ground_reason="命",
                case=Case.objects.get(pk=made["case"].pk), persons=[made["mother"]],
            )  # fmt: skip
        with town.acting(key) as by:
            target = sheet.targets.get()
            if key == "declined":
                referrals.decline(target=target, by=by, reason="手いっぱい")
            elif key != "waiting":
                referrals.accept(target=target, by=by)
        if key == "handed_back":
            with town.acting(key) as by:
                referrals.hand_back(target=target, by=by, summary="落ちついた")
            with town.acting("sakura") as by:
                referrals.confirm_hand_back(target=sheet.targets.get(), by=by)


def _consents(town: Any, made: dict[str, Any]) -> None:
    for key, until in (("consented", None), ("withdrawn", None), ("expired", NOW.date())):
        with town.acting("sakura") as by:
            case = Case.objects.get(pk=made["case"].pk)
            consent = take_consent(
                case=case, person=made["mother"], by=by, answer="given", asked_on=clock.today(), method="written",
                items=EVERYTHING, agencies=[town.agencies[key]], until=until,
            )  # fmt: skip
            if key == "withdrawn":
                withdraw_consent(case=case, consent=consent, by=by)


def _calls(town: Any, made: dict[str, Any]) -> None:
    for key in ("called", "uncalled"):
        with town.acting("suzuki") as by:
            call = meetings.call(item=made["item"], agency=town.agencies[key], by=by)
        with town.acting(key) as by:
            meetings.accept_secrecy(call=call, by=by)
        if key == "uncalled":
            with town.acting("suzuki") as by:
                meetings.uncall(call=call, by=by, reason="まちがい")


def protect(town: Any, made: dict[str, Any]) -> None:
    """支援措置 for the mother: her worker is named, her colleague is not."""
    with town.acting("sakura") as by:
        people.protect_person(person=Person.objects.get(pk=made["mother"].pk), by=by, note="金糸雀の措置")


@contextmanager
def a_day_later(town: Any, made: dict[str, Any]) -> Iterator[None]:
    """When the pages are looked at: yesterday's consent is over, one emergency too, the other has just begun."""
    with clock.stopped_at(LATER):
        with town.acting("emergency") as by:
            emergency.open_in_emergency(
                by=by,
                kind="life",
                number=made["case"].number,
                reason="昨夜から呼びかけに応答がなく、倒れているおそれがあります。",
            )
        yield


def somebody(situation: str, town: Any, other: Any) -> Any:
    """A browser of whoever is in this situation."""
    if situation == "anonymous":
        return Nobody()
    where = other if situation.startswith("other") else town
    return Browser(Client(), where, LOGINS.get(situation, situation))


class Nobody:
    """Somebody without a session."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, **fields: Any) -> Any:
        return self.client.get(path, fields)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, fields)


def role_of(situation: str, town: Any) -> type | None:
    """The role in which the situation is lived; none for anonymous."""
    from tasuki.staff.roles import ROLES

    if situation == "anonymous":
        return None
    with town.context():
        return ROLES[town.workers[LOGINS.get(situation, situation)].posts.get().role]


__all__ = ["NO_GROUND", "OWN_THINGS", "SITUATIONS", "TOLD", "a_day_later", "protect", "role_of", "somebody", "stand"]
