"""What ends with which class of record, and what is never on the list, with the reason (保存の区分と、一覧に載らないもの).

Every table that tells of somebody is one or the other; a guard holds that (tests/guards/test_terms.py).
"""

# A table whose rows must point to one of these goes with it, as the foreign keys say (sql/retention.sql).
ROOTS: dict[str, str] = {
    "cases.Case": "case", "intake.Consultation": "consultation", "meetings.Sitting": "meeting",
    "supporters.Concern": "concern", "intake.ResidentMessage": "message", "casefile.VisitKit": "kit",
    # Whoever is told of by nothing any more goes with the last record that told of her.
    "people.Person": "case", "people.Household": "case",
}  # fmt: skip
# Rows that point to one of two, or only sometimes.
WITH: dict[str, str] = {
    "referrals.Referral": "referral", "referrals.ReferralTarget": "referral", "referrals.ReferralMessage": "referral",
    "cases.EmergencyOpening": "case", "audit.Entry": "audit", "audit.Change": "audit", "audit.ChangedValues": "audit",
}  # fmt: skip
# Never on the list: what is kept, until when, and why. Shown on the page of terms.
KEPT: list[tuple[str, str, str]] = [
    ("職員の登録・サインイン・端末", "staff.Worker staff.Factor staff.Device staff.SignedIn staff.Attempt",
     "職員の名は、書いた記録に残ります。サインインの記録は毎日の片付けで消えます。"),
    ("書きかけ・保存した一覧・定型文・受け取った様式の鍵", "staff.Draft staff.SavedList cases.Phrase audit.PostedForm",
     "本人の記録ではありません。書きかけと鍵は、毎日の片付けで消えます。"),
    ("場・グループ・集まり・地域生活課題・資源開発", "community.Place community.PlaceCheck community.Suggestion community.Gathering "
     "community.Group community.GroupStep community.GroupSupport community.GroupMember community.DevelopmentProject "
     "community.ProjectWish community.ProjectPartner community.ProjectStep community.Session community.Attendance "
     "community.Booking community.CommunityIssue community.IssueLead community.IssueEffect",
     "地域の台帳です。場やグループがあるあいだ使い、名前は台帳の画面で消します。"),
    ("食料の帳簿", "community.FoodLot community.FoodMove", "品物の帳簿です。年限は会計の規程によります。"),
    ("支え手（協力員）の登録・講座・活動・ポイント", "supporters.Supporter supporters.SupporterBadge supporters.Training "
     "supporters.SupporterLink supporters.CourseMember supporters.SessionAttendance supporters.Undertaking supporters.Activity "
     "supporters.PointAccount supporters.PointEntry", "登録のあるあいだ使う台帳です。活動とポイントの年限は会計の規程によります。"),
    ("訪問サービス・ちょっと困った", "outreach.VisitService outreach.ServiceTurn supporters.VisitTurn supporters.TurnPerson "
     "supporters.HelpRequest supporters.HelpAsker supporters.HelpTaking",
     "続いているサービスの台帳です。人の記録が廃棄されるとき、その人の訪問サービスもいっしょに廃棄します。"),
    ("担当の交代・代わり", "casefile.HandOver casefile.Cover", "職員の勤めの記録です。ケースごとの申し送りは、ケースといっしょに終わります。"),
    ("取り込みの控え", "exchange.CarryProfile exchange.Carry exchange.Carried exchange.CarryChange",
     "取り込みが済むと表の中身は消えます。残るのは、何を作ったかの鍵だけです。"),
    ("時間のかかる仕事・保存の延長・廃棄の記録", "jobs.Job jobs.RetentionHold jobs.DestructionList jobs.DestructionLine "
     "jobs.DestructionRecord", "廃棄したことを示すための記録です。中身は書きません。"),
    ("住民向けの文・数えた結果の控え", "portal.PublicText reports.KeptYear", "だれのことでもありません。"),
]  # fmt: skip
