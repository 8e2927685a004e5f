"""Worker, post, and what a worker has typed but not yet sent."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.context import Context
from tasuki.tenancy.models import Agency

from .account_models import Attempt, Device, Factor, SignedIn
from .enums import Engagement
from .permissions import Permission
from .roles import ROLES, Role, RoleName

__all__ = ["Attempt", "Device", "Draft", "Factor", "FirstList", "Post", "SavedList", "SignedIn", "Worker"]


class Worker(AbstractBaseUser, MunicipalModel):
    """A person with a log-in (職員). What she may do comes from her post, never from the log-in itself."""

    wall = municipal()
    privacy = Privacy(
        open="is_active left_on last_login must_change sessions_from told",
        personal="login name kana outside_name",
        sensitive="password",
    )
    login = models.CharField("ログイン名", max_length=60)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("カナ", max_length=60, blank=True)
    is_active = models.BooleanField("使える", default=True)
    left_on = models.DateField("退職・異動日", null=True, blank=True)
    outside_name = models.CharField("庁内認証での名前", max_length=200, blank=True)
    must_change = models.BooleanField("次にパスワードを変える", default=False)
    sessions_from = models.DateTimeField("これより前のサインインは無効", null=True, blank=True)
    told = models.CharField("次のサインインで伝えること", max_length=200, blank=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # Set by `take_post`: the post in which she acts now, and the machine she sits at.
    post: "Post | None" = None
    address: str = ""

    class Meta:
        verbose_name = "職員"
        ordering = ["kana", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "login"], name="one_worker_per_login")]

    def __str__(self) -> str:
        return self.name

    def take_post(self, post: "Post") -> "Worker":
        """Act in this post from here on."""
        self.post = post
        return self

    @property
    def role(self) -> type[Role]:
        """The role of the post she acts in."""
        assert self.post is not None, "職員が配属なしで動こうとしています"
        return ROLES[self.post.role]

    @property
    def agency(self) -> Agency:
        """The agency of the post she acts in."""
        assert self.post is not None
        return self.post.agency

    @property
    def agency_id(self):
        """Key of that agency."""
        return self.post.agency_id if self.post else None

    @property
    def sees_all(self) -> bool:
        """Whether she supervises all cases: the responsible section, where the municipality has set it so."""
        return bool(
            self.post
            and self.role.supervises
            and self.post.agency.is_section
            and self.post.agency.municipality.section_sees_all
        )

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in self.role.permissions

    def context(self, request: str = "") -> Context:
        """What the database is told of her."""
        return Context(
            municipality=self.municipality_id,
            worker=self.pk,
            agency=self.agency_id if self.role.works_cases else None,
            seat=self.agency_id if self.role.sits else None,
            sees_all=self.sees_all,
            oversees=self.role.oversees,
            request=request,
        )


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by their term."""

    def on(self, day: date) -> "PostQuerySet":
        """Posts in force on a day: since <= day < until."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def now(self) -> "PostQuerySet":
        """Posts in force today."""
        return self.on(clock.today())


class Post(MunicipalModel):
    """A post (配属): worker, agency, role, term. Moves with 人事異動; what was done stays with the post's agency."""

    wall = municipal()
    privacy = Privacy(open="worker agency role title engagement since until")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="posts", verbose_name="職員")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="機関")
    role = models.CharField("役割", max_length=20, choices=RoleName)
    title = models.CharField("職名", max_length=60, blank=True)
    engagement = models.CharField("専任・兼任", max_length=12, choices=Engagement, blank=True, default="")
    since = models.DateField("配属日")
    until = models.DateField("終わりの翌日", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "配属"
        ordering = ["since"]

    def __str__(self) -> str:
        return f"{self.agency} {self.title or self.get_role_display()}"


class Draft(MunicipalModel):
    """What a worker typed and has not sent (下書き): kept every few seconds, gone when the form is sent."""

    wall = Wall("worker_id = {worker}")
    privacy = Privacy(open="worker kind saved_at", personal="about", sensitive="fields")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+", verbose_name="職員")
    kind = models.CharField("様式", max_length=40)
    about = models.UUIDField("対象", null=True)
    fields = models.JSONField("入力", default=dict)
    saved_at = models.DateTimeField("保存日時")

    class Meta:
        verbose_name = "下書き"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "worker", "kind", "about"], name="one_draft_per_form", nulls_distinct=False
            )
        ]


from .list_models import FirstList, SavedList  # noqa: E402  (models of this room in a file of their own)
