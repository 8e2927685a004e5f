"""What a role may do at all; whether it may be done to this case is a rule's answer."""

from django.db import models


class Permission(models.TextChoices):
    """One permission per kind of work."""

    SIGNED_IN = "signed_in", "サインインしている"
    CONSULT = "consult", "相談を受ける"
    CASE_READ = "case_read", "ケースを読む"
    CASE_WORK = "case_work", "ケースを記録する"
    REFER = "refer", "つなぐ・受ける"
    OUTREACH = "outreach", "アウトリーチを行う"
    PLAN_WORK = "plan_work", "プランを作る"
    MEETING_ATTEND = "meeting_attend", "会議に出る"
    MEETING_RUN = "meeting_run", "会議を運営する"
    MEETING_DECIDE = "meeting_decide", "会議で決める"
    REPORT = "report", "実績を見る"
    COMMUNITY_READ = "community_read", "居場所・資源を見る"
    COMMUNITY_WORK = "community_work", "居場所・資源を直す"
    SETTINGS = "settings", "設定を変える"
    STAFF_ADMIN = "staff_admin", "職員と配属を管理する"
    EMERGENCY = "emergency", "緊急時にケースを開く"
    DISCLOSE = "disclose", "本人に提供・開示の記録を渡す"
    OVERSEE = "oversee", "閲覧と変更の記録を確かめる"
    RETAIN = "retain", "保存期間と廃棄を決める"
    CARRY = "carry", "表から取り込む"
