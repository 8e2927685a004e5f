"""Roles (役割) as plain classes: a name the field uses, a sentence for the page of roles, and permissions."""

from django.db import models

from .permissions import Permission as P


class RoleName(models.TextChoices):
    """The roles a post can have."""

    COUNSELLOR = "counsellor", "相談員"
    CSW = "csw", "地域福祉コーディネーター（CSW）"
    COORDINATOR = "coordinator", "相談支援包括化推進員"
    SECTION = "section", "市の所管課"
    CHAIR = "chair", "会議の座長"
    ADMINISTRATOR = "administrator", "管理者"
    OFFICER = "officer", "個人情報保護責任者"


class Role:
    """A role: without `works_cases` no ground ever opens a case to it; without `sits` no packet of a meeting either;
    `oversees` reads the whole record of looks and changes."""

    name: RoleName
    description: str
    permissions: frozenset[P]
    works_cases = True
    sits = True
    supervises = False
    oversees = False


_EVERYBODY = {P.SIGNED_IN, P.COMMUNITY_READ}
# CARRY: a table brings into the own agency what one may register there one by one, on record, and can be taken back;
# if only coordinators might, the ledger of a 包括 or of a 社協 could come in through somebody else's agency alone.
_COUNSEL = _EVERYBODY | {
    P.CONSULT, P.CASE_READ, P.CASE_WORK, P.REFER, P.OUTREACH, P.PLAN_WORK, P.MEETING_ATTEND, P.REPORT,
    P.EMERGENCY, P.DISCLOSE, P.CARRY,
}  # fmt: skip


class Counsellor(Role):
    """相談員."""

    name = RoleName.COUNSELLOR
    description = "どの分野の相談も受け、自分の機関のケースと、つながれたケースを支援します。"
    permissions = frozenset(_COUNSEL)


class Csw(Role):
    """地域福祉コーディネーター."""

    name = RoleName.CSW
    description = "圏域に出向き、世帯に寄り添いながら、居場所や住民の活動を育てます。"
    permissions = frozenset(_COUNSEL | {P.COMMUNITY_WORK})


class Coordinator(Role):
    """相談支援包括化推進員 (多機関協働)."""

    name = RoleName.COORDINATOR
    description = "いくつもの機関がかかわるケースの調整役です。会議を開き、役割分担とプランをまとめます。"
    permissions = frozenset(_COUNSEL | {P.MEETING_RUN, P.COMMUNITY_WORK})


class Section(Role):
    """市の所管課."""

    name = RoleName.SECTION
    description = "事業の責任を持つ市の課です。支援会議を開き、プランを決定し、実績をまとめ、設定を整えます。"
    permissions = frozenset(_COUNSEL | {P.MEETING_RUN, P.MEETING_DECIDE, P.COMMUNITY_WORK, P.SETTINGS, P.RETAIN})
    supervises = True


class Chair(Role):
    """会議の座長."""

    name = RoleName.CHAIR
    description = "呼ばれた議題の資料だけを読み、会議の結論をまとめます。ケースそのものは開きません。"
    permissions = frozenset(_EVERYBODY | {P.MEETING_ATTEND, P.MEETING_DECIDE, P.REPORT})
    works_cases = False


class Administrator(Role):
    """管理者: runs the system and sees no case."""

    name = RoleName.ADMINISTRATOR
    description = "職員・配属・設定を管理します。ケースは一件も見えません。"
    permissions = frozenset(_EVERYBODY | {P.SETTINGS, P.STAFF_ADMIN})
    works_cases = False
    sits = False


class Officer(Role):
    """個人情報保護責任者: reads the record of looks and changes and opens no case."""

    name = RoleName.OFFICER
    description = "だれが・いつ・なぜ見たかの記録を確かめ、緊急時の閲覧を点検します。ケースの中身は見えません。"
    permissions = frozenset(_EVERYBODY | {P.OVERSEE, P.RETAIN, P.REPORT})
    works_cases = False
    sits = False
    oversees = True


ROLES: dict[str, type[Role]] = {
    role.name: role for role in (Counsellor, Csw, Coordinator, Section, Chair, Administrator, Officer)
}
