"""What is asked above the map, and on its page of the settings."""

from django import forms

from tasuki.codes import lookup
from tasuki.shared.decisions import Refused
from tasuki.tenancy.models import Area
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import Minutes

from .boundaries import Shape, read_shapes
from .enums import PlaceKind
from .maps_filter import PARTS
from .opening_days import NAMES

ALL = ("", "すべて")


class MapFilter(FilterForm):
    """Kind, function, for whom, day, time, people, and how far from where."""

    kind = forms.ChoiceField(label="種別", required=False, choices=[ALL, *PlaceKind.choices])
    function = forms.ChoiceField(label="機能", required=False)
    for_whom = forms.ChoiceField(label="おもな対象", required=False)
    weekday = forms.ChoiceField(
        label="曜日", required=False, choices=[ALL, *((str(day), f"{name}曜") for day, name in enumerate(NAMES))]
    )
    part = forms.ChoiceField(
        label="時間", required=False, choices=[ALL, *((key, words) for key, (words, *_) in PARTS.items())]
    )
    people = forms.ChoiceField(
        label="人数",
        required=False,
        choices=[ALL, ("5", "5人くらいまで"), ("10", "10人くらいまで"), ("20", "20人くらいまで")],
    )
    origin = forms.ChoiceField(label="どこから", required=False)
    minutes = forms.ChoiceField(
        label="歩いて",
        required=False,
        choices=[("", "決めない"), *((str(n), f"{n}分まで") for n in (5, 10, 15, 20, 30))],
    )

    def __init__(self, *args, outlines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [ALL, *lookup.choices("place_function")]
        self.fields["for_whom"].choices = [ALL, *lookup.choices("place_for_whom")]
        self.fields["origin"].choices = [("", "決めない"), *self._origins(outlines)]

    def _origins(self, outlines):
        """Middles of areas and 町字 with an outline; a place only when the address names one."""
        drawn = {outline.area_id for outline in outlines}
        areas = [(f"area:{area.pk}", f"{area.name}の中ほど") for area in Area.objects.all() if area.pk in drawn]
        towns = [(f"town:{one.town_id}", one.town.name) for one in outlines if one.town_id]
        chosen = self.data.get("origin", "") if self.is_bound else ""
        place = [(chosen, "選んだ場所")] if chosen.startswith("place:") else []
        return [
            *place,
            *([("圏域", areas)] if areas else []),
            *([("町字", sorted(towns, key=lambda t: t[1]))] if towns else []),
        ]


class OutlineForm(Form):
    """A file with outlines."""

    file = forms.FileField(
        label="境界のファイル", help_text="GeoJSON（.geojson・.json）、10MBまで。緯度・経度（世界測地系）のもの。",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )  # fmt: skip
    source = forms.CharField(
        label="出典", max_length=200, required=False, help_text="例：令和2年国勢調査 町丁・字等別境界データ（e-Stat）"
    )
    shapes: list[Shape] = []

    def clean_file(self):
        """The shapes in the file; the reason in words otherwise."""
        try:
            self.shapes = read_shapes(self.cleaned_data["file"].read())
        except Refused as no:
            raise forms.ValidationError(no.reason) from no


class PaceForm(Form):
    """How minutes on foot are reckoned."""

    metres_per_minute = forms.IntegerField(
        label="1分に歩く長さ", min_value=20, max_value=120, widget=Minutes(unit="m"),
        help_text="不動産の表示では80m。高齢の人なら60mくらいです。",
    )  # fmt: skip
    detour_percent = forms.IntegerField(
        label="道のりは、直線の何％か", min_value=100, max_value=300, widget=Minutes(unit="％"),
        help_text="直線で結べない分の割り増しです。130％がはじめの値です。",
    )  # fmt: skip
