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
    plain: str
    without: str = ""  # what follows where the person has not agreed
    per_person: bool = False
    law: str = ""
    settings: tuple[str, ...] = ()  # what the municipality sets (fields of `Municipality`)


TABLE: dict[str, GroundRule] = {
    rule.ground: rule
    for rule in (
        GroundRule(
            Ground.OWN,
            "ケースを開くこと",
            "ケースを持つ機関",
            Scope.everything(),
            "ケースを手放したとき",
            "ケースを開いた機関が、そのケースを持ちます。持つ機関の職員は、自分の配属の役割の範囲で、ケースのすべてを読み書きできます。"
            "主担当がほかの機関へ移ると、移った時からその機関のものになり、もとの機関は、ほかの根拠がないかぎり何も見られません。",
        ),
        GroundRule(
            Ground.REFERRAL,
            "つなぐシートの受理",
            "受けた機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD,
            "つなぎの終了・つなぎもどし・ケースの終結",
            "つなぐシートを受けとった機関は、シートだけを読めます。受理すると、シートに書かれた人について、シートに書かれた範囲が開きます。"
            "断る・取り下げる・もどす・終えると、その時から閉じます。",
            without="本人の同意がないときは、送り手が法の許す理由をシートに書いた場合だけ送れます。アセスメントは開きません。",
            per_person=True,
            law="同意前は法が許す範囲で、送り手が理由を書いたときだけ",
            settings=("referral_answer_days",),
        ),
        GroundRule(
            Ground.CONSENT,
            "本人（ひとりずつ）",
            "同意書に書かれた機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
            "撤回・期限・ケースの終結",
            "同意は世帯ではなく、ひとりずつです。同意した人について、同意書の項目が意味する範囲だけが、名前のある機関に開きます。"
            "撤回は次の操作から効きます。期限の日の終わりに閉じます。",
            without="同意していない世帯員は、名前も出ません（「世帯員（非開示）」）。",
            per_person=True,
            law="個人情報保護法69条2項1号・27条1項",
        ),
        GroundRule(
            Ground.CONFERENCE,
            "その議題に呼ばれ、ひとりずつ守秘を誓うこと",
            "呼ばれた機関・人のうち、誓った職員",
            Scope.PACKET,
            "議題の見届けが終わったとき・招集や議題が取り下げられたとき",
            "会議の構成員であることは、何も開きません。その議題に呼ばれ、守秘を誓った職員だけが、その議題の資料（写し）を読めます。"
            "写しには番号と名前が入り、議題が終わると回収されます。ケースそのものは開きません。",
            without="支援会議では、本人の同意なしで扱えます。同意なしで扱う理由を、議題ごとに書きます。",
            law="社会福祉法106条の6",
            settings=("conference_follow_days",),
        ),
        GroundRule(
            Ground.PLAN,
            "承認されたプランの役割（同意にもとづく）",
            "役割を持つ機関",
            _BASIC | Scope.ASSESSMENT | Scope.PLAN,
            "プランの終わり・期間の終わり・もとになる同意の撤回や期限",
            "承認されたプランに役割がある機関は、その機関への共有に同意した人について、プランを読めます。"
            "アセスメントは、同意の項目にあるときだけ開きます。",
            without="対象者のひとりでも有効な同意がなければ、プランは会議に出せず、承認もできません。",
            per_person=True,
        ),
        GroundRule(
            Ground.COORDINATION,
            "多機関協働のケースとしての受理",
            "調整を頼み、支援を続ける機関",
            _BASIC | Scope.ASSESSMENT | Scope.RECORD | Scope.PLAN,
            "つなぎもどしの確認・つなぎの終了・ケースの終結",
            "多機関協働として受理した機関が、ケースを持って調整します。頼んだ機関も支援を続けるので、世帯の記録が開いたままになります。",
            without="同意の範囲。同意前は支援会議の決定か委託契約の範囲で、送り手がその理由をシートに書きます。",
            law="同意の範囲。同意前は支援会議の決定か委託契約の範囲",
        ),
        GroundRule(
            Ground.SUPERVISION,
            "配属",
            "所管課",
            Scope.everything(),
            "配属の終わり・自治体がこの閲覧をやめたとき",
            "自治体がそう決めている場合、所管課の職員は、管理者責任としてすべてのケースを見られます。"
            "支援措置の住所・連絡先は、名指しされていなければ所管課にも見えません。",
            settings=("section_sees_all",),
        ),
        GroundRule(
            Ground.EMERGENCY,
            "職員自身の行為（生命・身体・財産、理由を書く）",
            "その職員（そのときの配属のあいだ）",
            Scope.everything(),
            "自治体が決めた時間（はじめは24時間）。持ち主と個人情報保護責任者に直ちに知らされ、あとで確かめる",
            "生命・身体・財産に危険があるとき、職員は理由を書いて、根拠のないケースを自分だけに開けます。"
            "開いたことは、持ち主の機関・所管課・個人情報保護責任者に、本人の名前なしで知らされ、確かめが済むまで残ります。",
            without="同意はいりません。そのかわり、だれが・なぜ開いたかが必ず残り、別の人が確かめます。",
            law="個人情報保護法69条2項4号（民間の機関では27条1項2号。自治体で確かめる）",
            settings=("emergency_hours", "emergency_review_days"),
        ),
    )
}  # fmt: skip

# What no ground opens by itself, and what needs none; told beside the table.
NEVER = (
    "支援措置（DV等）の人の住所・連絡先・勤務先・学校は、ケースが開かれていても、名指しされた職員にしか見えません。紙とデータでも同じです。",
    "記録の中の「伏せる記載」（情報元・第三者・開示注意）は、書いた機関とケースを持つ機関にだけ見えます。",
    "根拠が開いていない世帯員は、名前も続柄も出ません（「世帯員（非開示）」）。",
    "管理者・個人情報保護責任者・会議の座長には、どの根拠によってもケースは開きません。",
    "ほかの自治体のものは、根拠によらず、何も見えません。",
)
OTHERWISE = (
    "相談の記録は、受けた窓口のものです。ケースになる前は、その窓口と所管課だけが読めます。",
    "人の登録は、登録した機関が知っています。ケースを手放し、ほかに支えるものがなければ、それも閉じます。",
    "つなぐシートは、送った機関と、受けて断っていない機関が読めます。",
    "件数だけの集計は、自治体が決めた数より小さいところを伏せて、記録を見られない人にも出ます。",
)

# What each item of a consent form (codes/data/consent_item.csv) opens. The finer items (health, money …) open
# no part of the case, but beside one of these the copies of just these answers (assessments.AgreedPart); items a town has
# added open nothing.
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
