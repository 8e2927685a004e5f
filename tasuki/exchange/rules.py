"""Who takes the register of places out, and who brings tables in. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

NOT_YOURS = "居場所・資源の取り込みと書き出しは、地域づくりにかかわる役割の人ができます。"


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
