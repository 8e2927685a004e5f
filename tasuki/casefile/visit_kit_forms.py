"""What taking along asks: which visits, into which tablet; the town's rules; why a kit is stopped."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasuki.people.forms import KeptForm
from tasuki.ui.forms import Form
from tasuki.ui.widgets import Minutes

from .visit_kit_choosing import Visit
from .visit_kit_models import AwaySettings


class PrepareForm(KeptForm):
    """きょう訪ねる世帯をえらぶ."""

    device = forms.CharField(
        label="端末の呼び名", max_length=40,
        help_text="なくしたときに、どの端末かわかる名前。例：2班のタブレット3",
    )  # fmt: skip

    def __init__(self, *args: Any, visits: Iterable[Visit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.visits = list(visits)
        for visit in self.visits:
            key = visit.case.pk
            self.fields[f"go-{key}"] = forms.BooleanField(label=f"{visit.case.label}を持ち出す", required=False)
            self.fields[f"sheet-{key}"] = forms.BooleanField(
                label="アセスメントも書く", required=False, disabled=visit.withheld
            )

    @property
    def rows(self) -> list[tuple[Visit, Any, Any]]:
        """Each visit with its two ticks."""
        return [(one, self[f"go-{one.case.pk}"], self[f"sheet-{one.case.pk}"]) for one in self.visits]

    def chosen(self) -> dict[str, Any]:
        """For the action; a sheet alone takes its case along too."""
        told = self.cleaned_data
        sheets = [one.case.pk for one in self.visits if told[f"sheet-{one.case.pk}"]]
        cases = [one.case for one in self.visits if told[f"go-{one.case.pk}"] or one.case.pk in sheets]
        return {"cases": cases, "sheets": sheets, "device": told["device"]}


class StopForm(KeptForm):
    """持ち出しを止める."""

    reason = forms.CharField(label="止める理由", max_length=200, help_text="例：タブレットが見あたらない。")


class AwayForm(Form):
    """持ち出しの決まり."""

    in_use = forms.BooleanField(
        label="持ち出しを使う", required=False,
        help_text="庁内の決まりで端末の持ち出しが認められているときだけ、印を付けてください。",
    )  # fmt: skip
    days = forms.IntegerField(label="端末から消える日数", min_value=1, max_value=7, widget=Minutes(unit="日"))
    most = forms.IntegerField(label="一度に持ち出せる件数", min_value=1, max_value=20, widget=Minutes(unit="件"))
    idle_minutes = forms.IntegerField(
        label="さわらないとき端末がとじるまで", min_value=1, max_value=30, widget=Minutes(unit="分")
    )

    @classmethod
    def of(cls, settings: AwaySettings, data: Any = None) -> "AwayForm":
        """The form with the rules in force."""
        return cls(data, initial={name: getattr(settings, name) for name in cls.base_fields})
