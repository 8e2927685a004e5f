"""What the map is drawn from: outlines of areas and 町字, and how fast somebody walks."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Area, Town


class AreaOutline(MunicipalModel):
    """The outline of an area (圏域の輪郭), or of one 町字 in it, from a file of the municipality."""

    wall = municipal()
    privacy = Privacy(open="area town polygons latitude longitude source taken_on")
    area = models.ForeignKey(Area, models.CASCADE, related_name="outlines", verbose_name="圏域")
    town = models.ForeignKey(Town, models.CASCADE, null=True, blank=True, related_name="outlines", verbose_name="町字")
    # polygons, each a list of rings, each a list of [longitude, latitude]: as in GeoJSON
    polygons = models.JSONField("かたち")
    latitude = models.DecimalField("中心の緯度", max_digits=8, decimal_places=6)
    longitude = models.DecimalField("中心の経度", max_digits=9, decimal_places=6)
    source = models.CharField("出典", max_length=200, blank=True)
    taken_on = models.DateField("読みこんだ日")

    class Meta:
        verbose_name = "圏域の輪郭"
        ordering = ["area", "town"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "area"], condition=models.Q(town=None), name="one_outline_per_area"
            ),
            models.UniqueConstraint(fields=["municipality", "town"], name="one_outline_per_town"),
        ]

    def __str__(self) -> str:
        return str(self.town or self.area)


class WalkingPace(MunicipalModel):
    """How minutes on foot are reckoned (徒歩の見積り): metres a minute, and how much longer a way is than the line."""

    wall = municipal()
    privacy = Privacy(open="metres_per_minute detour_percent")
    metres_per_minute = models.PositiveSmallIntegerField("1分に歩く長さ（m）", default=80)
    detour_percent = models.PositiveSmallIntegerField("直線に対する道のり（％）", default=130)

    class Meta:
        verbose_name = "徒歩の見積り"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_walking_pace")]
