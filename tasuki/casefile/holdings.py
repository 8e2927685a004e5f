"""What the answer to a request holds and what it does not, and why (開示に載るもの・載らないもの): nothing is forgotten silently.

Every table in which a word of a person may stand is here once; a guard holds that (tests/guards/test_disclosed.py).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Disclosure


@dataclass(frozen=True)
class Held:
    """A kind of record that is gathered: its tables, and the sources its pieces carry."""

    words: str
    models: str
    sources: str


@dataclass(frozen=True)
class Left:
    """What is not gathered, and why; `near`: it concerns the person, so the paper says it too."""

    words: str
    models: str
    why: str
    near: bool = False


HELD = (
    Held("基本情報・連絡先・住所", "people.Person people.Contact people.Household people.SafeAddress", "person"),
    Held("世帯での暮らし（いつから、いつまで）", "people.Membership", "home"),
    Held("続柄・関係", "people.Relation cases.CaseMember", "kin"),
    Held("本人同意", "people.Consent", "consent"),
    Held("相談", "intake.Consultation", "consultation caller"),
    Held("支援経過（伏せる記載をふくむ）", "cases.SupportRecord cases.RestrictedNote", "record"),
    Held("記録の添付（ひとつずつ扱いを決める。まちがえて添付し、取り消したものは載せない）", "cases.Attachment", "attachment"),
    Held("ジェノグラム（ほかの人の年齢・記号・関係線を伏せた図）", "people.GenogramDrawing", "genogram"),
    Held("できごと・状態の移り変わり", "cases.CaseEvent cases.StatusChange", "event status"),
    Held("注意事項・職員のコメント", "cases.WarningNote cases.CaseComment", "warning comment"),
    Held("アセスメント・生活歴", "assessments.Assessment assessments.MemberAssessment", "assessment"),
    Held("ジェノグラムの記号", "assessments.PersonCondition", "sign"),
    Held("エコマップのつながり", "casefile.EcomapTie", "tie"),
    Held("支援プランと評価", "plans.Plan plans.PlanPerson plans.PlanRole plans.PlanDecision plans.PlanEvaluation", "plan"),
    Held("つなぐシートとやりとり", "referrals.Referral referrals.ReferralPerson referrals.ReferralTarget "
         "referrals.ReferralMessage", "referral message"),
    Held("会議・カンファレンス・権利擁護の検討", "meetings.Item meetings.ItemRole meetings.Conference meetings.RightsScreening",
         "meeting conference rights"),
    Held("アウトリーチと訪問・長期の見守り", "outreach.Approach outreach.StageChange outreach.Visit outreach.LongWatch",
         "approach stage visit watch"),
    Held("訪問サービス", "outreach.VisitService supporters.VisitTurn", "service turn"),
    Held("参加支援", "participation.ParticipationSheet participation.Match participation.MatchStep participation.FollowUp "
         "participation.Ask participation.UnmetWish", "participation match step ask unmet"),
    Held("終結のあとの知らせ・担当の引継ぎ", "casefile.Lead casefile.HandOverLine", "lead handover"),
    Held("ケースの「いま」とまとめ", "cases.Case", "case"),
)  # fmt: skip

LEFT = (
    Left("だれに開いたか・緊急の閲覧", "people.PersonGrant cases.CaseGrant cases.EmergencyOpening",
         "「提供の記録」の手紙で、機関と根拠と期間を知らせます。", near=True),
    Left("閲覧と変更の記録", "audit.Entry audit.ChangedValues audit.PostedForm",
         "記録の中身の写しです。だれが見たかの求めは、個人情報保護責任者が別に受けます。", near=True),
    Left("知らせてくれた人からの「気になること」", "supporters.Concern supporters.ConcernNote supporters.ConcernPhoto",
         "知らせてくれた人を守るため、ここには集めません。相談になったものは、相談として載ります。", near=True),
    Left("住民からのことばと返事", "intake.ResidentMessage intake.MessageAnswer",
         "ケースに結ばれていません。出した人は、番号と合いことばで読めます。", near=True),
    Left("エコマップの控え（図）", "casefile.EcomapSnapshot",
         "ほかの人とのつながりが一枚に描かれています。つながりは、文で載ります。", near=True),
    Left("終結のあとの確かめの大きさ", "casefile.AfterCheck", "確かめる日を決める目安です。確かめた中身は、できごととして載ります。",
         near=True),
    Left("初動の窓口の選び方", "intake.FirstChoice", "どの窓口がはじめに受けたかの決まりの説明で、本人のことを書く欄ではありません。",
         near=True),
    Left("同意された部分の写し・会議資料の写し", "assessments.AgreedPart meetings.Packet",
         "もとのアセスメントと記録が載ります。同じものを二度は載せません。", near=True),
    Left("会議に呼ぶのをやめた機関とわけ", "meetings.ItemCall", "機関のことで、本人のことではありません。"),
    Left("登録の統合", "people.PersonMerge people.HouseholdMerge", "いまの登録と同じ中身です。"),
    Left("この請求の準備と、渡した書類", "casefile.LetterDecision casefile.Disclosure casefile.DisclosurePiece casefile.Masking "
         "casefile.Enclosure casefile.GivenPaper", "請求への答えそのものです。渡した書類は、渡したときに本人の手にあります。"),
    Left("担当の交代・代わり・持ち出しのわけ", "casefile.HandOver casefile.Cover casefile.VisitKit",
         "職員の勤めのことです。ケースごとの申し送りは載ります。"),
    Left("書きかけ・保存した一覧・定型文", "staff.Draft staff.SavedList cases.Phrase", "記録になっていません。"),
    Left("職員の登録とサインイン", "staff.Worker staff.Factor staff.Device staff.SignedIn staff.Attempt",
         "職員自身の情報です。"),
    Left("支え手（協力員）の登録と活動", "supporters.Supporter supporters.Training supporters.SupporterLink supporters.CourseMember "
         "supporters.Undertaking supporters.Activity supporters.PointEntry supporters.TurnPerson",
         "支え手本人の情報です。支え手からの請求は、登録簿から答えます。"),
    Left("ちょっと困った（近所の頼みごと）", "supporters.HelpRequest supporters.HelpAsker supporters.HelpTaking",
         "ケースに結ばれていません。頼んだ人からの請求は、頼みごとの画面から答えます。"),
    Left("グループ・集まり・地域生活課題・資源開発", "community.Place community.PlaceCheck community.Suggestion community.Gathering "
         "community.Group community.GroupStep community.GroupSupport community.GroupMember community.DevelopmentProject "
         "community.ProjectWish community.ProjectPartner community.ProjectStep community.Session community.Booking "
         "community.CommunityIssue community.IssueLead community.IssueEffect",
         "だれのことかを書かない決まりです。名簿は、グループの求めで作るもので、ケースに結ばれていません。"),
    Left("食料の帳簿", "community.FoodLot community.FoodMove", "品物の帳簿です。世帯に渡したことは、できごととして載ります。"),
    Left("取り込みの途中の表", "exchange.CarryProfile exchange.Carry exchange.Carried exchange.CarryChange",
         "取り込まれたものは、それぞれの記録に載ります。"),
    Left("住民向けの文・数えた結果の控え", "portal.PublicText reports.KeptYear", "だれのことでもありません。"),
    Left("時間のかかる仕事・保存期間と廃棄", "jobs.Job jobs.RetentionHold jobs.DestructionList jobs.DestructionLine "
         "jobs.DestructionRecord", "仕事の進み方と番号だけで、記録の中身はありません。"),
)  # fmt: skip

# What the paper itself says it does not hold.
LEFT_OUT = [one for one in LEFT if one.near]


def counted(disclosure: Disclosure) -> list[tuple[Held, int]]:
    """How many pieces (and files) of each kind this request has gathered: two questions."""
    found = Counter(disclosure.pieces.values_list("source", flat=True))
    found.update(disclosure.enclosures.values_list("source", flat=True))
    return [(one, sum(found[source] for source in one.sources.split())) for one in HELD]


def labels(rows: Iterable[Held | Left]) -> list[str]:
    """The tables of these kinds, as app.Model."""
    return [name for one in rows for name in one.models.split()]
