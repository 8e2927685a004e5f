"""The acts on a received or sent sheet: one page each, the same for all (つなぐシートの手続き)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tasuki.shared.decisions import Decision
from tasuki.staff.models import Worker

from . import actions, forms, rules
from .enums import OPEN_TALK, WAITING, TargetStatus
from .models import ReferralTarget


@dataclass(frozen=True)
class Act:
    """One act: its word on the button, its form, its rule and its action."""

    key: str
    label: str
    form: type[forms.WorkerForm]
    rule: Callable[[ReferralTarget, Worker], Decision]
    action: Callable[..., Any]
    text: str = ""  # the parameter that takes the one text
    kind: str = ""
    hint: str = ""

    def carry_out(self, target: ReferralTarget, worker: Worker, data: dict[str, Any]) -> None:
        """Call the action with what was asked."""
        given = {self.text: data["text"]} if self.text else data
        self.action(target=target, by=worker, **given)


ACTS = {
    act.key: act
    for act in (
        Act("accept", "受ける", forms.AcceptForm, rules.may_accept, actions.accept, kind="primary"),
        Act("ask", "問い合わせる", forms.AskForm, rules.may_ask_back, actions.ask_back, "text",
            hint="受ける前に、送り手にたずねます。回答の期限は変わりません。"),
        Act("decline", "受けられない", forms.DeclineForm, rules.may_decline, actions.decline,
            hint="理由は送り手に伝わり、このシートは閉じます。"),
        Act("reply", "書きこむ", forms.ReplyForm, rules.may_reply, actions.reply, "text"),
        Act("withdraw", "取り下げる", forms.WithdrawForm, rules.may_withdraw, actions.withdraw, "reason",
            hint="相手はこのシートを開けなくなります。"),
        Act("hand-back", "つなぎもどす", forms.HandBackForm, rules.may_hand_back, actions.hand_back, "summary",
            hint="したこと、わかったこと、これから頼みたいことを書きます。もとの窓口が確かめるまで、主担当は変わりません。"),
        Act("confirm", "つなぎもどしを確かめる", forms.WorkerForm, rules.may_confirm_hand_back,
            actions.confirm_hand_back,            kind="primary", hint="まとめを読んで、引き継ぐ担当者を決めます。"),
        Act("end", "つなぎを終える", forms.EndForm, rules.may_end, actions.end, "note",
            hint="このつなぎで開いていた範囲は閉じます。"),
    )
}  # fmt: skip


def acts_for(target: ReferralTarget, worker: Worker) -> list[tuple[Act, Decision]]:
    """Buttons of this reader at this point, each with the answer of its rule."""
    receiver = target.to_agency_id == worker.agency_id
    if target.status in WAITING:
        keys = ["accept", "ask", "decline"] if receiver else ["reply", "withdraw"]
    elif target.status == TargetStatus.ACCEPTED:
        keys = ["hand-back", "reply", "end"] if receiver else ["reply", "end"]
    elif target.status in OPEN_TALK:
        keys = ["reply"] if receiver else ["confirm", "reply"]
    else:
        keys = []
    return [(ACTS[key], ACTS[key].rule(target, worker)) for key in keys]
