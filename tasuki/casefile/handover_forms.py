"""What a hand-over of many cases, a cover and the town's numbers ask."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasuki.cases.models import Case
from tasuki.people.forms import KeptForm
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, Minutes

from .care_models import CareSettings
from .enums import LeadAnswer

KEEPS = "いまはそのまま"


class HandOverAllForm(KeptForm):
    """One successor for all, another for single cases."""

    everybody = forms.ModelChoiceField(
        label="次の担当者", queryset=Worker.objects.none(), required=False, empty_label="下でひとつずつ選ぶ"
    )
    note = forms.CharField(
        label="全体への申し送り", widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text="ケースごとの約束は、用紙に自動で並びます。",
    )  # fmt: skip

    def __init__(self, *args: Any, cases: Iterable[Case], workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cases, self.workers = list(cases), workers
        self.fields["everybody"].queryset = workers
        for case in self.cases:
            self.fields[f"to-{case.pk}"] = forms.ModelChoiceField(
                label=f"{case.number} {case.label}", queryset=workers, required=False, empty_label="上と同じ"
            )
            self.fields[f"stay-{case.pk}"] = forms.BooleanField(label=KEEPS, required=False)

    @property
    def rows(self) -> list[tuple[Case, Any, Any]]:
        """Each case with its two boxes."""
        return [(case, self[f"to-{case.pk}"], self[f"stay-{case.pk}"]) for case in self.cases]

    def clean(self) -> dict[str, Any]:
        """Everyone of the cases goes to somebody, or stays on purpose."""
        told = super().clean()
        for case in self.cases:
            if not (told.get(f"stay-{case.pk}") or told.get(f"to-{case.pk}") or told.get("everybody")):
                self.add_error(f"to-{case.pk}", "次の担当者を選ぶか、「いまはそのまま」に印を付けてください。")
        return told

    def successors(self) -> dict[Case, Worker]:
        """Who gets what."""
        told = self.cleaned_data
        return {case: told[f"to-{case.pk}"] or told["everybody"] for case in self.cases if not told[f"stay-{case.pk}"]}


class CoverForm(KeptForm):
    """不在のあいだの代わり."""

    worker = forms.ModelChoiceField(label="不在の人", queryset=Worker.objects.none(), empty_label="選んでください")
    stand_in = forms.ModelChoiceField(label="代わりの人", queryset=Worker.objects.none(), empty_label="選んでください")
    since = WarekiDateField(label="いつから", initial=clock.today)
    until = WarekiDateField(label="いつまで", help_text="この日までで、ひとりでに終わります。")
    note = forms.CharField(label="申し送り", max_length=200, required=False)

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].queryset = self.fields["stand_in"].queryset = workers

    def clean(self) -> dict[str, Any]:
        """An end after the beginning, somebody else."""
        told = super().clean()
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", "始まりより前の日です。")
        if told.get("worker") and told.get("worker") == told.get("stand_in"):
            self.add_error("stand_in", "不在の人とは別の人を選んでください。")
        return told


class DaysField(forms.CharField):
    """「30・90・180」: days after the end."""

    def to_python(self, value: Any) -> Any:
        """As numbers in order."""
        if isinstance(value, list):
            return value
        said = str(value or "").replace("・", " ").replace("、", " ").replace(",", " ").split()
        if not all(one.isdecimal() and 0 < int(one) <= 1100 for one in said):
            raise forms.ValidationError("日数を「30・90・180」のように書いてください（1100日まで）。")
        return sorted({int(one) for one in said})

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        return "・".join(map(str, value)) if isinstance(value, list) else value


def _weight(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=20, widget=Minutes(unit="点"))


class CareForm(Form):
    """取りこぼさないための数."""

    assessing = _weight("アセスメント中")
    conference = _weight("支援会議で検討中")
    reaching = _weight("関係づくり中（同意前）")
    planning = _weight("プラン作成中")
    supporting = _weight("支援中")
    watching = _weight("見守り・伴走")
    several = _weight("三つ以上の機関がかかわるとき加える")
    rights = _weight("権利擁護の検討が要るとき加える")
    full = forms.IntegerField(label="ひとりの重さの目安", min_value=1, max_value=500, widget=Minutes(unit="点"))
    together_days = forms.IntegerField(
        label="かかわる機関がそろって話していないとみなす日数", min_value=7, max_value=400, widget=Minutes(unit="日")
    )
    check_high = DaysField(
        label="終結後に確かめる日（気がかりが大きい）",
        required=False,
        help_text="終結からの日数を「30・90・180」のように。",
    )
    check_middle = DaysField(label="終結後に確かめる日（ふつう）", required=False)
    check_low = DaysField(label="終結後に確かめる日（小さい）", required=False)
    WEIGHTS = ("assessing", "conference", "reaching", "planning", "supporting", "watching", "several", "rights", "full")

    @classmethod
    def of(cls, settings: CareSettings, data: Any = None) -> "CareForm":
        """The form with the numbers in force."""
        now = {name: getattr(settings, name) for name in cls.base_fields}
        now |= {f"check_{risk}": settings.check_days(risk) for risk in ("high", "middle", "low")}
        return cls(data, initial=now)


class LeadForm(KeptForm):
    """前に支えた機関へ知らせる."""

    words = forms.CharField(
        label="知らせること", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="見聞きしたことを短く。受け取った機関が、あなたの窓口に連絡します。",
    )  # fmt: skip


class LeadAnswerForm(KeptForm):
    """知らせの受けとめ."""

    answer = forms.ChoiceField(label="受けとめ", choices=LeadAnswer.choices, widget=ChoiceTags)
    note = forms.CharField(label="中身", widget=forms.Textarea(attrs={"rows": 4}), required=False)
