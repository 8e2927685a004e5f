"""Who keeps the register of schemes of support (支援制度の台帳). Reads only."""

from datetime import date

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .schemes_models import Scheme

NOT_YOURS = "支援制度の登録は、地域づくりにかかわる役割か所管課の人ができます。"
IS_CLOSED = "この制度は「終わった制度」になっています。"


def _keeps(by: Worker) -> Decision:
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_register_scheme(by: Worker, *, name: str = "", of: Scheme | None = None) -> Decision:
    """Those who keep the registers; a name once among those in force."""
    others = Scheme.objects.filter(name=name, closed=False).exclude(pk=of and of.pk) if name else Scheme.objects.none()
    return _keeps(by) & refuse_unless(not others.exists(), f"「{name}」は、もう登録されています。")


def may_change_scheme(scheme: Scheme, by: Worker, *, name: str = "") -> Decision:
    """The same."""
    return may_register_scheme(by, name=name, of=scheme)


def may_confirm_scheme(scheme: Scheme, by: Worker) -> Decision:
    """That it still holds: by whoever asked."""
    return _keeps(by) & refuse_unless(not scheme.closed, IS_CLOSED)


def may_end_scheme(scheme: Scheme, by: Worker) -> Decision:
    """It is no longer there."""
    return may_confirm_scheme(scheme, by)


def may_resume_scheme(scheme: Scheme, by: Worker) -> Decision:
    """It is there again, unless its name was taken meanwhile."""
    return may_register_scheme(by, name=scheme.name, of=scheme) & refuse_unless(
        scheme.closed, "終わった制度ではありません。"
    )


def period_holds(opens_on: date | None, closes_on: date | None) -> Decision:
    """Applications end after they begin."""
    wrong = opens_on is not None and closes_on is not None and closes_on < opens_on
    return refuse_unless(not wrong, "受付終了日が、受付開始日より前になっています。")
