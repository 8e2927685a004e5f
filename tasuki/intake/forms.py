"""What is asked when a consultation comes in: three answers are needed, the rest when there is time."""

from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.codes.sheet_fields import SheetForm
from tasuki.community.models import Gathering
from tasuki.people.enums import Sex
from tasuki.people.forms import BirthField, KanaField, KeptForm, TownField, coded, ticked
from tasuki.shared import clock
from tasuki.tenancy.models import Area, Town
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField
from tasuki.ui.forms import FilterForm
from tasuki.ui.widgets import ChoiceTags

from .enums import Outcome

LONG = forms.Textarea


class ConsultationForm(SheetForm, KeptForm):
    """受付票."""

    sheet_name = "intake"

    at = JapaneseDateTimeField(label="いつ")
    route = forms.ChoiceField(label="どこから", choices=lambda: choices("consultation_route"), widget=ChoiceTags)
    words = forms.CharField(
        label="話されたこと",
        widget=LONG(attrs={"data-phrases": ""}),
        help_text="話されたことばのまま、「」で書き留めます。［第三者］…［／］や［情報元］…［／］で囲んだところは、ほかの窓口に渡りません。",
    )
    topics = ticked("consultation_topic", "相談の内容")
    main_topic = coded("consultation_topic", "いちばん困っていること", "まだわからない")
    urgency = coded("urgency", "急ぎ具合", "あとで決める")
    anonymous = forms.BooleanField(label="匿名を希望している", required=False)
    third_hand = forms.BooleanField(label="本人以外からの相談", required=False)
    keep_caller = forms.BooleanField(
        label="知らせてくれた人を伏せる（通告・情報提供）", required=False,
        help_text="相談に来た人の名前・関係・連絡先を、本人に渡す書類から外します。つなぐシートにも写しません。",
    )  # fmt: skip
    caller_name = forms.CharField(label="相談に来た人・電話の人", max_length=80, required=False)
    caller_relation = forms.CharField(label="本人との関係", max_length=60, required=False)
    caller_contact = forms.CharField(label="折り返しの連絡先", max_length=80, required=False)
    introducer = coded("introducer", "紹介元", "なし")
    about_whom = forms.CharField(
        label="だれのことか（聞いたまま）", max_length=200, required=False,
        help_text="名前がわからなくても「3丁目の角の家の息子さん」のように書けます。",
    )  # fmt: skip
    family_name = forms.CharField(label="氏", max_length=60, required=False)
    given_name = forms.CharField(label="名", max_length=60, required=False)
    family_kana = KanaField(label="氏（カナ）", max_length=80, required=False)
    given_kana = KanaField(label="名（カナ）", max_length=80, required=False)
    birth = BirthField(label="生年月日")
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN, required=False, widget=ChoiceTags)
    phone = forms.CharField(label="本人の電話", max_length=120, required=False)
    town = TownField(
        label="町字", queryset=Town.objects.none(), required=False, empty_label="わからない",
        help_text="圏域が決まります。",
    )  # fmt: skip
    address = forms.CharField(label="番地・建物", max_length=160, required=False)
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="町字から決める"
    )
    care_wanted = forms.CharField(label="配慮してほしいこと", required=False, widget=LONG)
    response = forms.CharField(label="その場での対応", required=False, widget=LONG)
    place = forms.CharField(label="場所", max_length=80, required=False)
    minutes = MinutesField(label="かかった時間", required=False)
    gathering = forms.ModelChoiceField(
        label="聞いた集まり", queryset=Gathering.objects.none(), required=False, widget=forms.HiddenInput
    )
    rights_screening = forms.BooleanField(
        label="虐待・権利侵害の検討が要る", required=False,
        help_text="通報・届出の義務があるときは、この画面と別に行ってください。",
    )  # fmt: skip

    NEW_PERSON = ("family_name", "given_name", "family_kana", "given_kana")
    ABOUT_PERSON = (*NEW_PERSON, "birth", "sex", "phone", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = Town.objects.select_related("area")
        self.fields["area"].queryset = Area.objects.all()

    def clean(self) -> dict[str, Any]:
        """Not in the future; the 町字 tells the 圏域; what belongs to a new person has a name to belong to."""
        told = super().clean()
        if told.get("at") and told["at"] > clock.now():
            self.add_error("at", "これからの日時です。受け付けた日時を入力してください。")
        if told.get("town"):
            told["area"] = told["town"].area
        told["minutes"] = told.get("minutes") or None
        nameless = any(told.get(name) for name in ("birth", "phone", "address")) and not self.names_somebody
        if nameless and self.data.get("person", "none") == "none":
            self.add_error("family_kana", "生年月日・電話・住所を残すには、氏名かカナを入力してください。")
        return told

    @property
    def names_somebody(self) -> bool:
        """Whether a new person is described."""
        return any(self.cleaned_data.get(name) for name in self.NEW_PERSON)

    def consultation(self) -> dict[str, Any]:
        """The fields of the consultation itself."""
        told = {n: v for n, v in self.room_data().items() if n not in self.ABOUT_PERSON and n != "town"}
        return told | {"answers": self.answers()}

    def new_person(self) -> dict[str, Any]:
        """The fields of a person to be registered."""
        told = self.cleaned_data
        return {name: told[name] for name in (*self.NEW_PERSON, "birth")} | {"sex": told["sex"] or Sex.UNKNOWN}


class ConclusionForm(KeptForm):
    """The consultation ends here."""

    outcome = forms.ChoiceField(
        label="結果", choices=[(o.value, o.label) for o in (Outcome.INFORMED, Outcome.LOST)], widget=ChoiceTags,
        initial=Outcome.INFORMED,
    )  # fmt: skip
    note = forms.CharField(
        label="結果の補足", max_length=200, required=False, help_text="何を伝えたか。どこを案内したか。"
    )


PERIODS = [("", "この30日"), ("today", "きょう"), ("month", "今月"), ("year", "今年度"), ("all", "すべて")]


class ListForm(FilterForm):
    """The filter above the list."""

    period = forms.ChoiceField(label="期間", choices=PERIODS, required=False)
    state = forms.ChoiceField(label="結果", choices=[("", "すべて"), *Outcome.choices], required=False)
    urgency = coded("urgency", "急ぎ具合", "すべて")
    mine = forms.BooleanField(label="わたしが受けたもの", required=False)
