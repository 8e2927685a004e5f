"""The form behind a supporter's own link (気になることを知らせる): five taps and a sentence."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Area
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .enums import Found, Worry


class OutsideConcernForm(Form):
    """気になること."""

    worry = forms.ChoiceField(label="どのくらい心配ですか", choices=Worry.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="どんなことですか", widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        label="どのあたりですか", queryset=Area.objects.none(), required=False, empty_label="わたしの地区"
    )
    where = forms.CharField(
        label="だれ・どこのこと", max_length=200,
        help_text="名前がわからなくても「公園の前の青い屋根の家」のように書けます。",
    )  # fmt: skip
    words = forms.CharField(
        label="見たこと・聞いたこと", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="見たまま、聞いたままを、短く。",
    )  # fmt: skip
    photo = forms.FileField(
        label="写真", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="なくてかまいません。人の顔や表札は、写さなくてかまいません。",
    )  # fmt: skip
    wants_contact = forms.ChoiceField(
        label="窓口からの連絡", choices=[("no", "いりません"), ("yes", "ほしい")], initial="no", widget=ChoiceTags
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = lookup.choices("concern_kind")
        self.fields["area"].queryset = Area.objects.all()

    def told(self) -> dict[str, Any]:
        """As `report_concern` takes it."""
        told = dict(self.cleaned_data)
        upload = told.pop("photo", None)
        told["wants_contact"] = told["wants_contact"] == "yes"
        return told | ({"photo": (upload.name, upload.read())} if upload else {})


class OutsideTurnForm(Form):
    """How the visit was."""

    met = forms.ChoiceField(
        label="会えましたか", choices=[("yes", "会えた"), ("no", "会えなかった")], initial="yes", widget=ChoiceTags
    )
    found = forms.ChoiceField(label="ようす", choices=Found.choices, required=False, widget=ChoiceTags)
    words = forms.CharField(
        label="ひとこと", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="「お茶を飲んで話した」「少しやせた」など。心配なことは、すぐ窓口に届きます。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Whoever was met was somehow."""
        told = super().clean()
        if told.get("met") == "yes" and not told.get("found"):
            self.add_error("found", "「ようす」を選んでください。")
        return told

    def told(self) -> dict[str, Any]:
        """As `report_turn` takes it."""
        met = self.cleaned_data["met"] == "yes"
        return {"met": met, "found": self.cleaned_data["found"] if met else "", "words": self.cleaned_data["words"]}
