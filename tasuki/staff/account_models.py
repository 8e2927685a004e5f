"""What belongs to a log-in: second factors, registered devices, sessions, failed attempts (アカウント)."""

from django.db import models
from django.db.models import Q

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.tenancy.base import MunicipalModel

from .enums import FactorKind, Proof


class Factor(MunicipalModel):
    """One second factor of a worker (二要素): the secret is sealed, recovery codes are kept as digests only."""

    wall = Wall("{all} or worker_id = {worker}")
    privacy = Privacy(open="worker kind name made_at used_at", sensitive="secret")
    worker = models.ForeignKey("staff.Worker", models.CASCADE, related_name="factors", verbose_name="職員")
    kind = models.CharField("種類", max_length=12, choices=FactorKind)
    name = models.CharField("名前", max_length=60, blank=True)
    secret = models.TextField("秘密")
    made_at = models.DateTimeField("登録日時")
    used_at = models.DateTimeField("最後に使った日時", null=True)

    class Meta:
        verbose_name = "二要素"
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "worker", "kind"], name="one_app_and_one_set_of_codes",
                condition=Q(kind__in=["totp", "recovery"]),
            ),
        ]  # fmt: skip


class Device(MunicipalModel):
    """A machine that stands for the second factor in a closed network (登録端末): asked for, approved, ended."""

    wall = municipal()
    privacy = Privacy(open="asked_at approved_at ended_at used_at approved_by", personal="name asked_by",
                      sensitive="digest")  # fmt: skip
    name = models.CharField("端末の名前", max_length=60)
    digest = models.CharField("しるしの要約", max_length=64)
    asked_by = models.ForeignKey("staff.Worker", models.PROTECT, related_name="+", verbose_name="申し出た職員")
    asked_at = models.DateTimeField("申し出た日時")
    approved_by = models.ForeignKey(
        "staff.Worker", models.PROTECT, null=True, related_name="+", verbose_name="認めた職員"
    )
    approved_at = models.DateTimeField("認めた日時", null=True)
    ended_at = models.DateTimeField("取り消した日時", null=True)
    used_at = models.DateTimeField("最後に使った日時", null=True)

    class Meta:
        verbose_name = "登録端末"
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["municipality", "digest"], name="one_device_per_mark")]


class SignedIn(MunicipalModel):
    """A session as its worker sees it (サインイン中の端末): which machine, since when, last used."""

    wall = Wall("worker_id = {worker}")
    privacy = Privacy(open="worker since last ended_at proof", personal="address browser", sensitive="key machine")
    worker = models.ForeignKey("staff.Worker", models.CASCADE, related_name="+", verbose_name="職員")
    key = models.CharField("セッション", max_length=40)
    machine = models.CharField("端末のしるし", max_length=64, blank=True)
    address = models.CharField("端末のアドレス", max_length=45, blank=True)
    browser = models.CharField("ブラウザー", max_length=120, blank=True)
    proof = models.CharField("確かめ方", max_length=12, choices=Proof)
    since = models.DateTimeField("サインイン")
    last = models.DateTimeField("最後の操作")
    ended_at = models.DateTimeField("終わり", null=True)

    class Meta:
        verbose_name = "サインイン"
        ordering = ["-last"]
        indexes = [models.Index(fields=["municipality", "worker", "-last"], name="signed_in_by_worker")]


class Attempt(MunicipalModel):
    """Failed attempts of one log-in at one machine (サインインの失敗); no foreign key: the log-in need not exist."""

    wall = municipal()
    privacy = Privacy(open="failures locks last_at until", personal="login machine")
    login = models.CharField("ログイン名", max_length=60)
    machine = models.CharField("端末", max_length=64)
    failures = models.PositiveSmallIntegerField("失敗の数", default=0)
    locks = models.PositiveSmallIntegerField("止めた回数", default=0)
    last_at = models.DateTimeField("最後の失敗")
    until = models.DateTimeField("ここまで止める", null=True)

    class Meta:
        verbose_name = "サインインの失敗"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "login", "machine"], name="one_count_per_login_and_machine")
        ]
