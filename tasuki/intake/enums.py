"""How a consultation stands."""

from django.db import models


class Outcome(models.TextChoices):
    """What became of a consultation (対応結果)."""

    OPEN = "open", "対応中"
    INFORMED = "informed", "情報提供・助言で終了"
    REFERRED = "referred", "他機関へつないだ"
    CASE_OPENED = "case_opened", "ケースを開いた"
    ADDED = "added", "続いているケースへ"
    LOST = "lost", "連絡がとれず終了"
