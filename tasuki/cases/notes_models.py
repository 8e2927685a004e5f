"""What workers tell each other beside the records: comments, warnings; and of whom a record tells when of several."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import part_of_case, with_parent
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import ToldOf
from .models import Case, SupportRecord, parts_manager


class RecordPerson(MunicipalModel):
    """One of several members of whom a record tells (だれについて). The record itself is then the household's, so that
    nobody who may read of one of them reads of the others."""

    wall = with_parent("cases_supportrecord", "record_id")
    privacy = Privacy(personal="record person")
    record = models.ForeignKey(SupportRecord, models.PROTECT, related_name="told_of", verbose_name="記録")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="だれについて")

    class Meta:
        verbose_name = "記録が語る人"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "record", "person"], name="told_once_in_a_record")
        ]
        indexes = [models.Index(fields=["person"], name="recordperson_by_person")]


class CaseComment(MunicipalModel):
    """A word to colleagues on a case or on one of its records (コメント): no support record, never counted."""

    wall = part_of_case(Scope.RECORD, about="about_id")
    privacy = Privacy(open="by agency at record answers", personal="case about", sensitive="text")
    case = models.ForeignKey(Case, models.PROTECT, related_name="comments", verbose_name="ケース")
    record = models.ForeignKey(
        SupportRecord, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="記録"
    )
    # As the record's: whoever may not read of this person reads no comment on her either.
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれのこと"
    )
    text = models.TextField("コメント")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    at = models.DateTimeField("書いた日時")
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name="返事の元"
    )

    objects = parts_manager(Scope.RECORD, about="about")

    class Meta:
        verbose_name = "コメント"
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["case", "at"], name="comment_by_case"),
            models.Index(fields=["record"], name="comment_by_record"),
        ]


class CallQuerySet(models.QuerySet["CommentCall"]):
    """Calls by who is called."""

    def visible_to(self, worker: Any) -> "CallQuerySet":
        """Hers, under comments that she may read (asked by the comments' own question)."""
        return self.filter(municipality=worker.municipality_id, worker=worker.pk)


class CommentCall(MunicipalModel):
    """A colleague called by @ in a comment (呼ばれた人), and when she has read it. Opens nothing to her."""

    wall = with_parent("cases_casecomment", "comment_id")
    privacy = Privacy(open="comment worker read_at")
    comment = models.ForeignKey(CaseComment, models.PROTECT, related_name="calls", verbose_name="コメント")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="呼ばれた人")
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "コメントで呼ばれた人"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "comment", "worker"], name="called_once_in_a_comment")
        ]
        indexes = [models.Index(fields=["worker"], condition=Q(read_at=None), name="comment_unread")]


class WarningNote(MunicipalModel):
    """What whoever goes there must know first (注意事項): since when, until when it counts, and whether she was told."""

    wall = part_of_case(Scope.RECORD, about="about_id")
    privacy = Privacy(
        open="kind since review_on reviewed_at reviewed_by told by agency at ended_on ended_by",
        personal="case about", sensitive="text told_reason ended_reason",
    )  # fmt: skip
    case = models.ForeignKey(Case, models.PROTECT, related_name="warnings", verbose_name="ケース")
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれについて（空欄は世帯全体）"
    )
    kind = models.CharField("種類", max_length=40)  # code list warning_kind
    text = models.TextField("注意すること")
    since = models.DateField("いつから")
    review_on = models.DateField("見直す日")
    reviewed_at = models.DateTimeField("見直した日時", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="見直した人"
    )
    told = models.CharField("本人に伝えたか", max_length=12, choices=ToldOf)
    told_reason = models.CharField("伝えていない理由", max_length=200, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    at = models.DateTimeField("書いた日時")
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="終えた人"
    )
    ended_reason = models.CharField("終えた理由", max_length=200, blank=True)

    objects = parts_manager(Scope.RECORD, about="about")

    class Meta:
        verbose_name = "注意事項"
        ordering = ["-since", "-id"]
        indexes = [
            models.Index(fields=["case"], name="warning_by_case"),
            models.Index(fields=["municipality", "review_on"], condition=Q(ended_on=None), name="warning_by_review"),
        ]
