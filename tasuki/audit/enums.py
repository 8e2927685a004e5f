"""What can be written down."""

from django.db import models


class Act(models.TextChoices):
    """What was done."""

    LOOK = "look", "閲覧"
    CHANGE = "change", "変更"
    SEARCH = "search", "検索"
    EXPORT = "export", "出力"
    PRINT = "print", "印刷"
    REFUSED = "refused", "拒否"
    EMERGENCY = "emergency", "緊急"
    CONSENT = "consent", "同意"
    SIGN_IN = "sign_in", "サインイン"
    SIGN_OUT = "sign_out", "サインアウト"
    CHECK = "check", "点検"


# What only shows something: gathered into one entry per answer. Everything else is written down at once.
SHOWING = (Act.LOOK, Act.SEARCH, Act.REFUSED, Act.PRINT, Act.EXPORT)  # the later one names the entry


class Deed(models.TextChoices):
    """What the database saw happening to a row."""

    INSERT = "insert", "追加"
    UPDATE = "update", "変更"
    DELETE = "delete", "削除"
    FORGET = "forget", "値の廃棄"
