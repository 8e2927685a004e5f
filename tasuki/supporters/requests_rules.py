"""Who opens, checks, takes and ends a neighbourly request (ちょっと困ったの決まり). Reads only."""

import re

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Supporter
from .requests_enums import REQUEST_TRANSITIONS, RequestStatus
from .requests_models import HelpRequest, HelpTaking, RequestTerms

NOT_YOURS = "相談を受ける役割か、地域づくりにかかわる役割の人ができます。"
NOT_KEEPER = "調整する機関（{keeper}）だけができます。"
NOT_OPENED_HERE = "受けた窓口か、調整する機関だけができます。"
STEP = "いまは「{status}」です。この進め方はできません。"
NO_REASON = "わけを書いてください。"
NOT_HERS = "あなたが引き受けたものではありません。"
OUT_OF_TERM = "登録の期間が終わっています。窓口に連絡してください。"
NOT_OFFERED = "できることとして登録されていない種類か、ほかの圏域の手伝いです。"
SETTINGS_ONLY = "設定を変えられるのは、所管課と管理者です。"


def terms() -> RequestTerms:
    """The numbers of the town; those we came with while nobody has changed them."""
    return RequestTerms.objects.first() or RequestTerms()


def step(request: HelpRequest, after: str) -> Decision:
    """Whether the next state may follow."""
    allowed = after in REQUEST_TRANSITIONS[request.status]
    return refuse_unless(allowed, STEP.format(status=request.get_status_display()))


def keeps(request: HelpRequest, by: Worker) -> Decision:
    """The agency that arranges it, and the section."""
    mine = by.sees_all or request.keeper_id == by.agency_id
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_YOURS) & refuse_unless(
        mine, NOT_KEEPER.format(keeper=request.keeper.name)
    )


def may_open_request(by: Worker | None) -> Decision:
    """Any desk that takes consultations; without a worker, what came by the residents' pages."""
    return refuse_unless(by is None or by.may(Permission.CONSULT) or by.may(Permission.COMMUNITY_WORK), NOT_YOURS)


def may_approve_request(request: HelpRequest, by: Worker) -> Decision:
    """The coordinator, before anybody else reads it."""
    return (
        keeps(request, by)
        & step(request, RequestStatus.OFFERED)
        & refuse_unless(request.status == RequestStatus.ASKED, STEP.format(status=request.get_status_display()))
    )


def may_decline_request(request: HelpRequest, by: Worker, why: str = "-") -> Decision:
    """Too dangerous, or something for a service: with the reason."""
    return keeps(request, by) & step(request, RequestStatus.DECLINED) & refuse_unless(why.strip(), NO_REASON)


def may_cancel_request(request: HelpRequest, by: Worker, why: str = "-") -> Decision:
    """No longer wanted; the desk that heard it may say so too."""
    mine = by.sees_all or by.agency_id in (request.keeper_id, request.agency_id)
    heard = may_open_request(by) & refuse_unless(mine, NOT_OPENED_HERE)
    return heard & step(request, RequestStatus.CANCELLED) & refuse_unless(why.strip(), NO_REASON)


def fits(request: HelpRequest, supporter: Supporter) -> bool:
    """She said that she can do it, and lives in the area."""
    near = request.area_id is None or supporter.area_id is None or request.area_id == supporter.area_id
    return request.kind in supporter.offers and near


def may_take_request(request: HelpRequest, supporter: Supporter, by: Worker | None = None) -> Decision:
    """She herself by her link, among what is offered to her; or the coordinator in her name."""
    who = keeps(request, by) if by is not None else refuse_unless(fits(request, supporter), NOT_OFFERED)
    return who & refuse_unless(supporter.active, OUT_OF_TERM) & step(request, RequestStatus.TAKEN)


def may_accept_taker(request: HelpRequest, by: Worker) -> Decision:
    """From here on she knows name and address."""
    return keeps(request, by) & step(request, RequestStatus.ACCEPTED)


def may_refuse_taker(request: HelpRequest, by: Worker, why: str = "-") -> Decision:
    """Somebody else is looked for."""
    waiting = refuse_unless(request.status == RequestStatus.TAKEN, STEP.format(status=request.get_status_display()))
    return keeps(request, by) & waiting & refuse_unless(why.strip(), NO_REASON)


def may_give_back_request(request: HelpRequest, taking: HelpTaking | None, by: Worker | None = None) -> Decision:
    """She cannot after all; nobody asks why."""
    hers = keeps(request, by) if by is not None else refuse_unless(taking is not None, NOT_HERS)
    return hers & refuse_unless(taking is not None, NOT_HERS) & step(request, RequestStatus.OFFERED)


def may_finish_request(request: HelpRequest, taking: HelpTaking | None, by: Worker | None = None) -> Decision:
    """Only after she was accepted."""
    hers = keeps(request, by) if by is not None else refuse_unless(taking is not None, NOT_HERS)
    return hers & refuse_unless(taking is not None, NOT_HERS) & step(request, RequestStatus.DONE)


def may_thank_request(request: HelpRequest, by: Worker) -> Decision:
    """What the asker says, by either desk."""
    mine = by.sees_all or by.agency_id in (request.keeper_id, request.agency_id)
    return may_open_request(by) & refuse_unless(mine, NOT_OPENED_HERE) & step(request, RequestStatus.THANKED)


def may_change_request_terms(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), SETTINGS_ONLY)


_NUMBER = re.compile(r"0\d{1,4}[-ー－ ]?\d{1,4}[-ー－ ]?\d{3,4}|\d+[-ー－]\d+(?:[-ー－]\d+)?|\d+番地|\d+号室?")


def telling(text: str, name: str, address: str = "", phone: str = "") -> str:
    """The first piece of a text for everybody that would tell who asks: name, address, telephone."""
    pieces = [*re.split(r"[\s　]+", name), name, address, phone]
    for piece in sorted(filter(None, (one.strip() for one in pieces)), key=len, reverse=True):
        if len(piece) >= 2 and piece in text:
            return piece
    found = _NUMBER.search(text)
    return found[0] if found else ""
