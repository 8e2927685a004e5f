"""Who takes the register of places out, and who brings tables in: of places, of people and cases. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .carry_models import Carry, CarryProfile
from .enums import CarryState

NOT_YOURS = "居場所・資源の取り込みと書き出しは、地域づくりにかかわる役割の人ができます。"

NOT_CARRYING = "表からの取り込みは、ケースを扱う役割の人が、自分の機関の台帳についてできます。"


def may_export_places(by: Worker) -> Decision:
    """Those who keep the register: the table has contacts that are not public."""
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_publish_places(by: Worker) -> Decision:
    """The same; only what is shown to residents goes into open data."""
    return may_export_places(by)


def may_import_places(by: Worker, wrong: int = 0) -> Decision:
    """The same, when no line of the table is wrong."""
    return may_export_places(by) & refuse_unless(
        not wrong, f"直すところのある行が{wrong}行あります。表を直して、もう一度読みこんでください。"
    )


def may_export_schemes(by: Worker) -> Decision:
    """Those who keep the registers."""
    return may_export_places(by)


def may_import_schemes(by: Worker, wrong: int = 0) -> Decision:
    """The same, when no line of the table is wrong."""
    return may_import_places(by, wrong)


def may_bring_table(by: Worker) -> Decision:
    """A role that works with cases, for its own agency: one case at a time it may open them too."""
    return refuse_unless(by.may(Permission.CARRY) and by.role.works_cases, NOT_CARRYING)


def _mine(carry: Carry, by: Worker) -> Decision:
    return may_bring_table(by) & refuse_unless(carry.agency_id == by.agency_id, "ほかの機関の取り込みです。")


def may_map_columns(carry: Carry, by: Worker) -> Decision:
    """Until it is taken in."""
    open_still = carry.state in (CarryState.MAPPING, CarryState.CHECKING)
    return _mine(carry, by) & refuse_unless(open_still, "もう取り込まれています。")


def may_mend_rows(carry: Carry, by: Worker) -> Decision:
    """While the rows are being looked through."""
    return may_map_columns(carry, by) & refuse_unless(
        carry.state == CarryState.CHECKING, "先に、列の意味を決めてください。"
    )


def may_carry_in(carry: Carry, by: Worker, wrong: int = 0, asking: int = 0, doing: int = 1) -> Decision:
    """When nothing is wrong and nothing is asked any more; all at once or not at all."""
    return (
        may_mend_rows(carry, by)
        & refuse_unless(not wrong, f"直すところのある行が{wrong}行あります。")
        & refuse_unless(not asking, f"同じ人かどうか、答えていない行が{asking}行あります。")
        & refuse_unless(doing, "取り込むものがありません。すべて取り込み済みか、飛ばす行です。")
    )


def may_discard_table(carry: Carry, by: Worker) -> Decision:
    """As long as nothing was taken in."""
    return may_map_columns(carry, by)


def may_undo_carry(carry: Carry, by: Worker, holds: int = 0) -> Decision:
    """As long as nothing was built on what came of it."""
    return (
        _mine(carry, by)
        & refuse_unless(carry.state == CarryState.DONE, "取り込んだものだけ、取り消せます。")
        & refuse_unless(not holds, "取り込んだあとに書かれたものがあるため、取り消せません。")
    )


def may_undo_rest(carry: Carry, by: Worker, kept: int = 1, free: int = 1) -> Decision:
    """Where something was built on some of it, and not on all."""
    return (
        _mine(carry, by)
        & refuse_unless(carry.state == CarryState.DONE, "取り込んだものだけ、取り消せます。")
        & refuse_unless(kept, "残すものはありません。すべて取り消せます。")
        & refuse_unless(free, "取り込んだものすべてに続きが書かれているため、取り消せません。")
    )


def may_keep_profile(by: Worker, profile: CarryProfile | None = None) -> Decision:
    """Whoever brings tables in; one that is there already: her agency's, or by the section."""
    theirs = profile is not None and profile.agency_id != by.agency_id and not by.sees_all
    return may_bring_table(by) & refuse_unless(not theirs, "この列の対応を直せるのは、作った機関と所管課です。")


def may_drop_profile(profile: CarryProfile, by: Worker) -> Decision:
    """The same."""
    return may_keep_profile(by, profile)
