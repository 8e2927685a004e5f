"""The one decision table (決定表): what each ground opens and when it ends. ACCESS.md says the same in prose."""

from collections.abc import Iterable
from dataclasses import dataclass

from .enums import Ground, Scope

_BASIC = Scope.EXISTENCE | Scope.IDENTITY


@dataclass(frozen=True)
class GroundRule:
    """One row of the table; `most` is the widest scope a grant on this ground may have."""

    ground: Ground
    given_by: str
    to: str
    most: Scope
    ends: str
    per_person: bool = False
    law: str = ""


TABLE: dict[str, GroundRule] = {
    rule.ground: rule
    for rule in (
        GroundRule(Ground.OWN, "ケースを開くこと", "ケースを持つ機関", Scope.everything(), "ケースを手放したとき"),
        GroundRule(
            Ground.REFERRAL,
            "つなぐシートの受理",
            "受けた機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD,
            "つなぎの終了・つなぎもどし・ケースの終結",
            per_person=True,
            law="同意前は法が許す範囲で、送り手が理由を書いたときだけ",
        ),
        GroundRule(
            Ground.CONSENT,
            "本人（ひとりずつ）",
            "同意書に書かれた機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
            "撤回・期限・ケースの終結",
            per_person=True,
            law="個人情報保護法69条2項1号・27条1項",
        ),
        GroundRule(
            Ground.CONFERENCE,
            "その議題に呼ばれ、守秘を誓うこと",
            "呼ばれた機関・人",
            Scope.PACKET,
            "議題の見届けが終わったとき",
            law="社会福祉法106条の6",
        ),
        GroundRule(
            Ground.PLAN,
            "承認されたプランの役割（同意にもとづく）",
            "役割を持つ機関",
            _BASIC | Scope.ASSESSMENT | Scope.PLAN,
            "プランの終わり",
            per_person=True,
        ),
        GroundRule(
            Ground.COORDINATION,
            "多機関協働のケースとしての受理",
            "調整する機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
            "つなぎもどし",
            law="同意の範囲。同意前は支援会議の決定か委託契約の範囲",
        ),
        GroundRule(
            Ground.SUPERVISION, "配属", "持ち主の機関の上司・所管課", Scope.everything(), "配属の終わり"
        ),
        GroundRule(
            Ground.EMERGENCY,
            "職員自身の行為（生命・身体・財産、理由を書く）",
            "その職員",
            Scope.everything(),
            "24時間。持ち主と上司に直ちに知らされ、あとで確かめる",
        ),
    )
}  # fmt: skip

# What each item of a consent form (codes/data/consent_item.csv) opens. The finer items (health, money …) and items a
# town has added open nothing by themselves: the sheet opens only with the consent to the sheet as a whole.
CONSENT_ITEMS: dict[str, Scope] = {
    "basic": _BASIC,
    "household": _BASIC,
    "assessment": Scope.ASSESSMENT,
    "progress": Scope.RECORD,
    "plan": Scope.PLAN,
}


def agreed(items: Iterable[str]) -> Scope:
    """The parts that the ticked items of a consent mean (共有する項目 → 閲覧範囲)."""
    scope = Scope(0)
    for item in items:
        scope |= CONSENT_ITEMS.get(item, Scope(0))
    return scope


def narrowed(ground: Ground, asked: Scope) -> Scope:
    """What may really be granted: never more than the table allows on this ground."""
    return asked & TABLE[ground].most | (Scope.EXISTENCE if ground != Ground.CONFERENCE else Scope(0))
