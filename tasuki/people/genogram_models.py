"""What somebody changed by hand in a drawing (ジェノグラムの置き場所)."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import with_parent
from tasuki.tenancy.base import MunicipalModel


class GenogramDrawingQuerySet(Noted):
    """Drawings are read with the person they are about."""

    def visible_to(self, worker: Any) -> "GenogramDrawingQuerySet":
        """Of persons whom the worker may know."""
        from .models import Person

        mine = self.filter(municipality=worker.municipality_id)
        return mine.filter(person__in=Person.objects.visible_to(worker).values("pk"))


class GenogramDrawing(MunicipalModel):
    """Where persons were put by hand in the genogram around one person (自分で置いた場所), and how it was before."""

    wall = with_parent("people_person", "person_id")
    privacy = Privacy(open="version", personal="person places past")
    person = models.OneToOneField(
        "people.Person", models.CASCADE, related_name="drawing", verbose_name="本人（図の中心）"
    )
    places = models.JSONField("置き場所（人 → 横の位置）", default=dict)
    past = models.JSONField("取り消すための前の置き場所", default=list)
    version = models.PositiveIntegerField("版", default=1)

    objects = GenogramDrawingQuerySet.as_manager()

    class Meta:
        verbose_name = "ジェノグラムの置き場所"


__all__ = ["GenogramDrawing"]
