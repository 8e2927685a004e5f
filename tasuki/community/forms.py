"""What is asked of a place (居場所の登録), and the filter above the list."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Agency, Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .enums import CswPart, PlaceKind
from .opening_days import NAMES

OPENING_HELP = "例：毎週水曜 13:00〜16:00、第1・3土曜 10:00〜12:00（祝日を除く）。ふだんのことばで書けば、暦に出ます。"
LISTS = {"functions": "place_function", "fields": "field", "for_whom": "place_for_whom",
         "accessibility": "place_accessibility", "languages": "place_language"}  # fmt: skip
BOUND = {"latitude": (20, 46), "longitude": (122, 154)}


class PlaceFilter(FilterForm):
    """Words, kind, function, day of the week, council, area."""

    words = forms.CharField(label="ことば", required=False, help_text="名前・場所・説明から探します。")
    kind = forms.ChoiceField(label="種別", required=False, choices=[("", "すべて"), *PlaceKind.choices])
    function = forms.ChoiceField(label="機能", required=False)
    weekday = forms.ChoiceField(
        label="曜日", required=False, choices=[("", "すべて"), *((str(n), f"{name}曜") for n, name in enumerate(NAMES))]
    )
    area = forms.ChoiceField(label="圏域", required=False)
    council = forms.ChoiceField(label="かかわる社協など", required=False)
    old = forms.BooleanField(label="確かめなおす所だけ", required=False)
    closed = forms.BooleanField(label="閉じた所も出す", required=False)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", "すべて"), *lookup.choices("place_function")]
        self.fields["council"].choices = [("", "すべて"), *((name, name) for name in councils)]
        self.fields["area"].choices = [("", "すべて"), *((str(area.pk), area.name) for area in Area.objects.all())]


def many(label: str, help_text: str = "いくつでも選べます。") -> forms.MultipleChoiceField:
    """Several codes of a list, as pills."""
    return forms.MultipleChoiceField(label=label, required=False, widget=TagTicks, help_text=help_text)


def offer_codes(form: forms.Form, **lists: str) -> None:
    """The choices of its lists; what was chosen before stays choosable after the code was closed."""
    for name, code_list in lists.items():
        known = dict(lookup.choices(code_list))
        old = [code for code in form.initial.get(name) or [] if code not in known]
        form.fields[name].choices = [*known.items(), *((code, lookup.label(code_list, code)) for code in old)]


class PlaceForm(Form):
    """What is known of the place: the short first part, the rest in parts that open."""

    kind = forms.ChoiceField(
        label="種別", choices=PlaceKind.choices, initial=PlaceKind.IBASHO, widget=ChoiceTags, required=False
    )
    name = forms.CharField(label="名称", max_length=120)
    kana = forms.CharField(label="カナ", max_length=160, required=False)
    nickname = forms.CharField(label="愛称", max_length=60, required=False)
    functions = many("機能")
    fields_ = many("相談の分野")
    for_whom = many("おもな対象")
    opening = forms.CharField(label="開いている日", max_length=160, required=False, help_text=OPENING_HELP)
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="決めない")
    where = forms.CharField(label="場所", max_length=160, required=False)
    description = forms.CharField(
        label="説明",
        required=False,
        widget=forms.Textarea,
        help_text="どんな人が、何をしに来ているか。個人の名前は書きません。",
    )
    run_by = forms.CharField(label="運営", max_length=120, required=False, help_text="住民の会、社会福祉法人など。")
    agency = forms.ModelChoiceField(
        label="担う機関・部署", queryset=Agency.objects.none(), required=False, empty_label="なし",
        help_text="相談窓口のとき、窓口をもつ機関を選びます。",
    )  # fmt: skip
    contact_name = forms.CharField(label="連絡する人", max_length=60, required=False, help_text="職員だけが見ます。")
    contact_phone = forms.CharField(label="連絡先", max_length=60, required=False)
    contact_public = forms.BooleanField(
        label="連絡先を住民に見せてよい", required=False, help_text="本人が「よい」と言ったときだけ。"
    )
    district = forms.CharField(label="担当区域", max_length=120, required=False, help_text="例：ひなた小学校区")
    access = forms.CharField(
        label="行き方", max_length=200, required=False, help_text="例：市役所前バス停から歩いて3分"
    )
    latitude = forms.DecimalField(
        label="緯度", required=False, max_digits=8, decimal_places=6, help_text="地図に出すとき。"
    )
    longitude = forms.DecimalField(label="経度", required=False, max_digits=9, decimal_places=6)
    url = forms.URLField(label="ウェブページ", required=False, assume_scheme="https")
    capacity = forms.IntegerField(label="定員（人）", required=False, min_value=1, max_value=9999)
    usual_count = forms.IntegerField(label="ふだんの人数", required=False, min_value=0, max_value=9999)
    cost = forms.CharField(label="費用", max_length=120, required=False, help_text="例：無料、お茶代100円")
    cost_yen = forms.IntegerField(
        label="一回の費用（円）", required=False, min_value=0, max_value=999_999, help_text="無料は0。"
    )
    conditions = forms.CharField(
        label="利用の条件", max_length=200, required=False, help_text="例：市内に住む人、会員登録がいる"
    )
    accessibility = many("使いやすさ")
    languages = many("ことば", "日本語のほかに通じることば。")
    supported_by = forms.CharField(label="かかわる社協など", max_length=120, required=False)
    csw_part = forms.ChoiceField(
        label="CSWのかかわり", required=False, choices=[("", "まだわからない"), *CswPart.choices], widget=ChoiceTags
    )
    public_benefit = forms.CharField(label="社会福祉法人の地域公益活動", max_length=300, required=False)
    shares_room = forms.BooleanField(
        label="ほかの団体に部屋を貸せる", required=False, help_text="会場の予約ができるようになります。"
    )
    source = forms.CharField(
        label="出典", max_length=200, required=False, help_text="何で知ったか。資料の名前、聞いた日など。"
    )
    confirmed_on = WarekiDateField(label="さいごに確かめた日", required=False)
    shown_to_public = forms.BooleanField(
        label="住民向けのページに出す", required=False, help_text="連絡先は、上で「よい」にしたときだけ出ます。"
    )

    SECTIONS = (
        ("連絡と運営", ("run_by", "agency", "contact_name", "contact_phone", "contact_public")),
        ("行き方・位置", ("district", "access", "latitude", "longitude", "url")),
        ("人数・費用・条件", ("capacity", "usual_count", "cost", "cost_yen", "conditions")),
        ("対象・使いやすさ", ("for_whom", "accessibility", "languages", "kana", "nickname")),
        ("地域づくりのかかわり", ("supported_by", "csw_part", "public_benefit", "shares_room")),
        ("出典と公開", ("source", "confirmed_on", "shown_to_public")),
    )
    FIRST = ("kind", "name", "functions", "fields_", "opening", "area", "where", "description")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None)
        self.initial.setdefault("fields_", self.initial.get("fields"))
        offer_codes(self, **{"fields_" if name == "fields" else name: of for name, of in LISTS.items()})

    def first(self) -> list[forms.BoundField]:
        """What is asked at once."""
        return [self[name] for name in self.FIRST]

    def sections(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The rest: heading, fields, whether it stands open because something in it is wrong."""
        return [
            (title, [self[name] for name in names], any(name in self.errors for name in names))
            for title, names in self.SECTIONS
        ]

    def clean(self) -> dict[str, Any]:
        """A position is whole and lies in Japan."""
        told = super().clean() or self.cleaned_data
        for name, (least, most) in BOUND.items():
            value = told.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(name, f"日本の中の{self.fields[name].label}を入力してください（{least}〜{most}）。")
        one, other = told.get("latitude"), told.get("longitude")
        if (one is None) != (other is None) and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("latitude" if one is None else "longitude", "緯度と経度は両方を入力してください。")
        return told

    def facts(self) -> dict[str, Any]:
        """The columns of the place."""
        told = dict(self.cleaned_data)
        told["fields"] = told.pop("fields_")
        told["kind"] = told["kind"] or PlaceKind.IBASHO
        return told


class CloseForm(Form):
    """When and why a place closed."""

    on = WarekiDateField(label="閉じた日")
    why = forms.CharField(label="わけ", max_length=200, required=False, help_text="例：運営する人が引っ越した")


class RegisterForm(Form):
    """The rules of the register."""

    check_months = forms.IntegerField(
        label="確かめなおすまで（月）",
        min_value=1,
        max_value=60,
        help_text="これより長く確かめていない所が一覧に出ます。",
    )
    link_days = forms.IntegerField(label="確認のリンクが使える日数", min_value=1, max_value=365)


class SuggestForm(Form):
    """What is different now: the entry as it stands, to be overwritten."""

    opening = forms.CharField(label="開いている日", max_length=160, required=False, help_text=OPENING_HELP)
    where = forms.CharField(label="場所", max_length=160, required=False)
    access = forms.CharField(label="行き方", max_length=200, required=False)
    cost = forms.CharField(label="費用", max_length=120, required=False)
    conditions = forms.CharField(label="利用の条件", max_length=200, required=False)
    capacity = forms.IntegerField(label="定員（人）", required=False, min_value=1, max_value=9999)
    accessibility = many("使いやすさ")
    contact_phone = forms.CharField(label="連絡先", max_length=60, required=False)
    description = forms.CharField(label="説明", required=False, widget=forms.Textarea)
    closed = forms.BooleanField(label="もう開いていない", required=False)
    words = forms.CharField(
        label="ことばで",
        max_length=400,
        required=False,
        widget=forms.Textarea,
        help_text="どこで知ったか、ほかに変わったこと。",
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, initial={name: getattr(place, name, None) for name in self.base_fields}, **kwargs)
        offer_codes(self, accessibility="place_accessibility")

    def told(self) -> dict[str, Any]:
        """The fields without the words."""
        return {name: value for name, value in self.cleaned_data.items() if name != "words"}


class PlaceCheckForm(SuggestForm):
    """The same, asked of the place itself through its link (outside)."""

    contact_name = forms.CharField(label="連絡する人", max_length=60, required=False)
    field_order = ("opening", "where", "access", "cost", "conditions", "capacity", "accessibility", "contact_name",
                   "contact_phone", "description", "closed", "words")  # fmt: skip
