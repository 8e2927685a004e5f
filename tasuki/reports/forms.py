"""Which year, which area."""

from django import forms

from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_label
from tasuki.ui.forms import FilterForm


class YearForm(FilterForm):
    """年度, 圏域, and for whom the table is."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False, empty_value=None)
    area = forms.UUIDField(label="圏域", required=False, widget=forms.Select)

    public = forms.BooleanField(label="少数を伏せる（公表用）", required=False)

    def __init__(self, *args, areas, sees_all, **kwargs):
        super().__init__(*args, **kwargs)
        if not sees_all:
            del self.fields["public"]
        this = fiscal_year(clock.today())
        self.fields["year"].choices = [(year, fiscal_year_label(year)) for year in range(this, this - 8, -1)]
        self.fields["area"].widget.choices = [("", "すべての圏域"), *((area.pk, area.name) for area in areas)]

    @property
    def wanted_year(self) -> int:
        """The chosen year, or this one."""
        return (self.is_valid() and self.cleaned_data.get("year")) or fiscal_year(clock.today())

    @property
    def wanted_public(self):
        """Whether the small numbers are hidden although the reader may see them."""
        return bool(self.is_valid() and self.cleaned_data.get("public"))

    @property
    def wanted_area(self):
        """The chosen area, or None."""
        return self.cleaned_data.get("area") if self.is_valid() else None
