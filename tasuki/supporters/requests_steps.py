"""The steps of a request as buttons and forms (ちょっと困ったの進め方): each asks its rule and calls its action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from tasuki.shared.decisions import Decision
from tasuki.staff.models import Worker
from tasuki.ui.forms import Form

from . import requests_actions as actions
from . import requests_reading as reading
from . import requests_rules as rules
from .models import Supporter
from .requests_enums import RequestStatus
from .requests_forms import AskForm, BackForm, DoneForm, ThanksForm, WhyForm
from .requests_models import HelpRequest, HelpTaking

May = Callable[[HelpRequest, Worker], Decision]


@dataclass(frozen=True)
class Step:
    """One step: its name, its button, what it asks, its rule."""

    act: str
    label: str
    done: str
    may: May
    form: type[Form] = Form
    lead: str = ""
    kind: str = ""


def _taking(request: HelpRequest) -> HelpTaking | None:
    return HelpTaking.objects.filter(request=request, ended_at=None).first()


def _may_ask(request: HelpRequest, by: Worker) -> Decision:
    return rules.keeps(request, by) & rules.step(request, RequestStatus.TAKEN)


STEPS = {
    step.act: step
    for step in (
        Step("approve", "確かめた。手伝う人をさがす", "手伝う人に見えるようになりました。", rules.may_approve_request, kind="primary",
             lead="圏域の、この手伝いができると言っている人に見えます。名前・住所・電話は見えません。"),
        Step("decline", "受けない", "受けないと記録しました。", rules.may_decline_request, WhyForm,
             lead="危ないこと、専門の手が要ることなど。頼んだ人に、ほかの方法を伝えてください。"),
        Step("ask", "手伝う人を選んで頼む", "手をあげた人として記録しました。頼むと、名前と住所が見えるようになります。", _may_ask, AskForm,
             lead="電話などで引き受けてくれた人を選びます。自分の窓口に登録している人だけが出ます。"),
        Step("accept", "この人に頼む", "頼みました。この人に、頼んだ人の名前と住所が見えるようになりました。", rules.may_accept_taker,
             kind="primary", lead="頼むと、本人専用のページに、頼んだ人の名前・住所・電話が出ます。"),
        Step("refuse", "別の人をさがす", "もう一度、手伝う人をさがします。", rules.may_refuse_taker, WhyForm),
        Step("back", "返された", "もう一度、手伝う人をさがします。", lambda r, by: rules.may_give_back_request(r, _taking(r), by), BackForm,
             lead="行けなくなったときは、わけを聞きすぎないでください。名前と住所は見えなくなります。"),
        Step("done", "済んだと記録する", "済んだと記録しました。", lambda r, by: rules.may_finish_request(r, _taking(r), by), DoneForm,
             kind="primary", lead="ポイントの決まりがあれば、活動が承認まちに入ります。"),
        Step("thank", "お礼を伝える", "お礼のことばが、手伝った人のページに出ます。", rules.may_thank_request, ThanksForm, kind="primary"),
        Step("cancel", "取りやめる", "取りやめました。", rules.may_cancel_request, WhyForm),
    )
}  # fmt: skip


def named(act: str) -> Step:
    """The step of an address; 404 for any other word."""
    if act not in STEPS:
        raise Http404("この進め方はありません。")
    return STEPS[act]


def ways(request: HelpRequest, by: Worker) -> list[tuple[Step, Decision]]:
    """The steps that can follow now, with whether she may."""
    after = {"approve": "asked", "decline": "asked", "ask": "offered", "accept": "taken", "refuse": "taken", "back": "accepted",
             "done": "accepted", "thank": "done"}  # fmt: skip
    fit = [step for step in STEPS.values() if after.get(step.act) == request.status]
    if request.status in (RequestStatus.ASKED, RequestStatus.OFFERED, RequestStatus.TAKEN, RequestStatus.ACCEPTED):
        fit.append(STEPS["cancel"])
    return [(step, step.may(request, by)) for step in fit]


def extra(step: Step, request: HelpRequest, by: Worker) -> dict[str, Any]:
    """What the form of a step needs to know."""
    if step.act != "ask":
        return {}
    keys = [one.pk for one in reading.fitting(request, by)]
    return {"fitting": Supporter.objects.visible_to(by).filter(pk__in=keys)}


def go(step: Step, request: HelpRequest, by: Worker, form: Form) -> None:
    """The action."""
    told = form.cleaned_data
    if step.act == "done":
        starts_at, ends_at = form.times()  # type: ignore[attr-defined]
        actions.finish_request(help_request=request, starts_at=starts_at, ends_at=ends_at, words=told["words"], by=by)
    elif step.act == "back":
        actions.give_back_request(help_request=request, why=told["why"], by=by)
    elif step.act == "ask":
        actions.take_request(help_request=request, supporter=told["supporter"], by=by)
    else:
        act = {"approve": actions.approve_request, "decline": actions.decline_request, "accept": actions.accept_taker,
               "refuse": actions.refuse_taker, "thank": actions.thank_request, "cancel": actions.cancel_request}[step.act]  # fmt: skip
        act(help_request=request, by=by, **told)
