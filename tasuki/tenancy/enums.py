"""Closed vocabularies of the municipality."""

from django.db import models


class Project(models.TextChoices):
    """The five projects (重層的支援体制整備事業の5事業): labels on records, never rooms. 社会福祉法106条の4第2項."""

    INCLUSIVE = "inclusive", "包括的相談支援"
    PARTICIPATION = "participation", "参加支援"
    COMMUNITY = "community", "地域づくり"
    OUTREACH = "outreach", "アウトリーチ等継続的支援"
    COLLABORATION = "collaboration", "多機関協働"


class Commission(models.TextChoices):
    """Who runs it (直営・委託)."""

    DIRECT = "direct", "直営"
    COMMISSIONED = "commissioned", "委託"
    NONE = "none", "事業外"


class SecondFactor(models.TextChoices):
    """What is asked for beside the password (二要素認証)."""

    COMPULSORY = "compulsory", "必ず求める（認証アプリかパスキー）"
    DEVICE = "device", "登録した端末を代わりにする（閉じた網）"
    OFF = "off", "求めない（見本の町だけ）"
