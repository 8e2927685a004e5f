"""What every row of a municipality has."""

from django.db import models

from tasuki.shared.ids import uuid7
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall

from .context import current_municipality_id


class MunicipalModel(models.Model):
    """A row of one municipality (自治体); its key is made by the application, its municipality by the context."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(
        "tenancy.Municipality",
        models.PROTECT,
        default=current_municipality_id,
        editable=False,
        related_name="+",
        verbose_name="自治体",
    )
    wall: Wall
    privacy = Privacy(open="id municipality")

    class Meta:
        abstract = True
