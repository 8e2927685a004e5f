"""Numbers by which others know our places."""

from django.db import models

from tasuki.community.models import Place
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.tenancy.base import MunicipalModel


class PlaceNumber(MunicipalModel):
    """The number that a list of the town gives to a place (公開データのID): by it the same row is known again."""

    wall = municipal()
    privacy = Privacy(open="place number")
    place = models.OneToOneField(Place, models.CASCADE, related_name="published", verbose_name="場所")
    number = models.CharField("番号", max_length=40)

    class Meta:
        verbose_name = "公開データの番号"
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_place_per_number")]

    def __str__(self) -> str:
        return self.number


from .carry_models import Carried, Carry, CarryProfile  # noqa: E402  (models of this room in a file of their own)

__all__ = ["Carried", "Carry", "CarryProfile", "PlaceNumber"]
