"""Closed vocabularies of the accounts."""

from django.db import models


class FactorKind(models.TextChoices):
    """What a worker proves herself with beside the password."""

    TOTP = "totp", "認証アプリ"
    PASSKEY = "passkey", "パスキー"
    RECOVERY = "recovery", "復旧コード"


class Proof(models.TextChoices):
    """With what the sign-in of a session was proved (本人の確かめ方)."""

    PASSWORD = "password", "パスワード"
    TOTP = "totp", "パスワードと認証アプリ"
    PASSKEY = "passkey", "パスワードとパスキー"
    RECOVERY = "recovery", "パスワードと復旧コード"
    DEVICE = "device", "パスワードと登録した端末"
    OUTSIDE = "outside", "庁内の職員認証"


class Engagement(models.TextChoices):
    """Whether a post is held alone or beside another (専任・兼任)."""

    UNSET = "", "決めていない"
    DEDICATED = "dedicated", "専任"
    CONCURRENT = "concurrent", "兼任"


class ListKind(models.TextChoices):
    """Lists that can be kept as one wants to see them (保存できる一覧)."""

    CASES = "cases", "ケース"
    CONSULTATIONS = "consultations", "受付"
    REFERRALS = "referrals", "つなぐ"
