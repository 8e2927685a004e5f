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
    SIGN_IN = "sign_in", "サインイン"
    SIGN_OUT = "sign_out", "サインアウト"
