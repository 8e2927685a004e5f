"""Forms of the settings of the residents' pages."""

from django import forms

from tasuki.tenancy.models import Agency, Area
from tasuki.ui.forms import Form
from tasuki.ui.widgets import TagTicks

from .enums import Language, Trouble
from .models import PortalSettings


class PortalForm(Form):
    """住民向けページの設定."""

    is_open = forms.BooleanField(label="住民に見せる", required=False)
    takes_messages = forms.BooleanField(label="書いて相談できる", required=False)
    languages = forms.MultipleChoiceField(label="ことば", choices=Language.choices, widget=TagTicks)
    answer_days = forms.IntegerField(label="返事のめやす（開庁日）", min_value=1, max_value=30)
    pace_per_hour = forms.IntegerField(
        label="一つの端末から1時間に書ける数", min_value=1, max_value=100,
        help_text="図書館や役所の共用の端末があれば多めに。超えた人には電話番号を案内します。",
    )  # fmt: skip
    leave_to = forms.URLField(
        label="「すぐ閉じる」の行き先", assume_scheme="https", max_length=200,
        help_text="暴力などから逃げている人が、画面をすぐ切り替えるための、めだたないページ（天気など）。",
    )  # fmt: skip

    @classmethod
    def of(cls, settings: PortalSettings, data=None):
        """With what stands now."""
        return cls(data, initial={name: getattr(settings, name) for name in cls.base_fields})


class DeskForm(Form):
    """案内する相談先."""

    agency = forms.ModelChoiceField(label="機関・部署", queryset=Agency.objects.none())
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="すべての圏域",
        help_text="圏域ごとに窓口が違うときだけ選びます。",
    )  # fmt: skip
    troubles = forms.MultipleChoiceField(label="どんな困りごとに", choices=Trouble.choices, widget=TagTicks)
    note = forms.CharField(label="ひとこと", max_length=120, required=False, help_text="「予約はいりません」など。")
    order = forms.IntegerField(label="並び順", required=False, min_value=0, max_value=9999, help_text="小さいほど上。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None)
        self.fields["area"].queryset = Area.objects.all()


class TextForm(Form):
    """一つの文の、一つのことば."""

    text = forms.CharField(label="文", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))


class NumberForm(Form):
    """緊急の電話."""

    number = forms.CharField(label="電話番号", max_length=20)
    words = forms.CharField(label="どんなとき", max_length=80, help_text="「夜間の急な病気」など。日本語で出ます。")
