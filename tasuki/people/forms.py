"""What is asked about persons, households and consents. Nothing here saves."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tasuki.codes.lookup import choices
from tasuki.codes.sheet_fields import SheetForm
from tasuki.shared import clock
from tasuki.shared.kana import katakana
from tasuki.shared.partial_date import parse_partial_date
from tasuki.staff.models import Post
from tasuki.staff.roles import ROLES
from tasuki.tenancy.models import Agency, Area, Town
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, TagTicks, WarekiInput

from .enums import ConsentAnswer, ContactKind, RelationKind, Sex

NONE = ("", "選んでください")
BIRTH_HELP = "「S15.1.2」「1940/1/2」のほか、「昭和13年頃」「80代」のように、わかるところまでで構いません。"


class KeptForm(Form):
    """A form about people and their cases; its texts are made fit to be kept, as those of every form."""


class KanaField(forms.CharField):
    """A reading: hiragana and half-width become katakana; kanji are refused."""

    def to_python(self, value: Any) -> str:
        """The reading as it is kept."""
        text = katakana(super().to_python(value))
        if any("一" <= char <= "鿿" or char in "々〆" for char in text):
            raise ValidationError("漢字ではなく、カナで入力してください。")
        return text


class BirthField(forms.CharField):
    """A date of birth as it was said; kept as typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", WarekiInput(age=True))
        super().__init__(max_length=40, required=False, help_text=BIRTH_HELP, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text, once it could be read."""
        text = super().to_python(value)
        try:
            read = parse_partial_date(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if read.earliest and read.earliest > clock.today():
            raise ValidationError("これからの日付です。生年月日を確かめてください。")
        return text


def coded(name: str, label: str, first: str = NONE[1], **kwargs: Any) -> forms.ChoiceField:
    """A choice from a code list, asked anew for each form."""
    return forms.ChoiceField(label=label, choices=lambda: [("", first), *choices(name)], required=False, **kwargs)


def ticked(name: str, label: str, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several choices from a code list, as ticks."""
    kwargs.setdefault("widget", TagTicks)
    return forms.MultipleChoiceField(label=label, choices=lambda: choices(name), required=False, **kwargs)


class WordsOrList(forms.TextInput):
    """A text box that offers the labels of a code list; other words may be typed (続柄)."""

    template_name = "people/words_or_list.html"

    def __init__(self, code_list: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "middle", **(attrs or {})})
        self.code_list = code_list

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hands the labels to the template."""
        context = super().get_context(name, value, attrs)
        context["labels"] = [label for _, label in choices(self.code_list)]
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        return context


class PersonForm(KeptForm):
    """Names, reading, sex, birth. Nothing is required: a person may be known by a nickname only."""

    family_name = forms.CharField(label="氏", max_length=60, required=False)
    given_name = forms.CharField(label="名", max_length=60, required=False)
    family_kana = KanaField(label="氏（カナ）", max_length=80, required=False)
    given_kana = KanaField(label="名（カナ）", max_length=80, required=False)
    common_name = forms.CharField(
        label="通称・呼び名", max_length=80, required=False, help_text="通称や、周りからの呼ばれ方。"
    )
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN, required=False, widget=ChoiceTags)
    birth = BirthField(label="生年月日")
    deceased = forms.BooleanField(label="亡くなっている", required=False)
    died_on = WarekiDateField(label="亡くなった日", required=False)
    note = forms.CharField(
        label="配慮すること", required=False, widget=forms.Textarea,
        help_text="耳が遠い、筆談を希望、男性の訪問をこわがる など。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one way of calling the person."""
        told = super().clean()
        names = ("family_name", "given_name", "family_kana", "given_kana", "common_name")
        if not any(told.get(name) for name in names) and not self.errors:
            self.add_error("family_name", "氏名・カナ・通称のどれか一つを入力してください。")
        told["sex"] = told.get("sex") or Sex.UNKNOWN
        return told

    def names(self) -> dict[str, Any]:
        """What a duplicate is known by."""
        known = ("family_name", "given_name", "family_kana", "given_kana", "common_name", "birth")
        return {name: self.cleaned_data[name] for name in known}

    def registration(self) -> dict[str, Any]:
        """What a new registration is made of."""
        return self.names() | {name: self.cleaned_data[name] for name in ("sex", "deceased", "note")}


class ContactForm(KeptForm):
    """A telephone number or address of mail."""

    kind = forms.ChoiceField(label="種類", choices=ContactKind.choices, widget=ChoiceTags, initial=ContactKind.MOBILE)
    value = forms.CharField(
        label="番号・アドレス・名前", max_length=120, help_text="勤務先・学校・通う先は、名前だけでも構いません。"
    )
    do_not_use = forms.BooleanField(
        label="ここには連絡しない", required=False,
        help_text="家族に知られたくない、勤め先なのでかけてほしくない など。",
    )  # fmt: skip
    note = forms.CharField(
        label="連絡の注意", max_length=200, required=False, help_text="「朝はかけない」「留守電には名乗らない」など。"
    )


class ProtectionForm(KeptForm):
    """支援措置: on or off, with its content and term."""

    on = forms.BooleanField(label="支援措置（DV等）の対象にする", required=False)
    note = forms.CharField(
        label="支援措置の内容・期限", max_length=200,
        help_text="どの市の、いつまでの措置か。住所を知られてはならない相手。",
    )  # fmt: skip
    until = WarekiDateField(
        label="措置の期間（この日まで）", required=False,
        help_text="ふつうは1年です。30日前から「きょう」に知らせます。日がすぎても、ここで終えるまでは伏せたままです。",
    )  # fmt: skip


class PostChoice(forms.ModelChoiceField):
    """A worker in one of her posts, read 「機関　氏名」."""

    def label_from_instance(self, post: Any) -> str:
        """Where she works, then who."""
        return f"{post.agency}　{post.worker}"


class KeeperForm(Form):
    """Who else may see where a protected person is."""

    post = PostChoice(
        label="名指しする職員", queryset=Post.objects.none(), empty_label=NONE[1],
        help_text="この職員が、いまの配属にいるあいだだけ、住所と連絡先を見られます。見るたびに、ほかの担当と個人情報保護責任者に知らされます。",
    )  # fmt: skip
    until = WarekiDateField(label="いつまで（この日まで）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = [name for name, role in ROLES.items() if role.works_cases]
        posts = Post.objects.now().filter(role__in=working, worker__is_active=True)
        self.fields["post"].queryset = posts.select_related("agency", "worker").order_by("agency__name", "worker__kana")


class PostalField(forms.CharField):
    """〒, typed in any width, with or without its hyphen; kept as seven digits. Finds the 町字 beside it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "middle", "data-postal": "town"}
        super().__init__(required=False, max_length=12, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        """Seven digits."""
        text = re.sub(r"[\s〒\-‐‑–—―−ー]", "", unicodedata.normalize("NFKC", super().to_python(value)))
        if text and not re.fullmatch(r"[0-9]{7}", text):
            raise ValidationError("郵便番号は7桁の数字で入力してください。")
        return text


class TownField(forms.ModelChoiceField):
    """町字, with what it tells: 〒 and 圏域."""

    def label_from_instance(self, obj: Town) -> str:
        """「しおかぜ町　〒683-0001　第3圏域」."""
        code = f"　〒{obj.postal_code[:3]}-{obj.postal_code[3:]}" if obj.postal_code else ""
        return f"{obj.name}{code}　{obj.area}"


class HouseholdForm(KeptForm):
    """Address; 〒 finds the 町字, the 町字 the 圏域."""

    postal_code = PostalField(label="郵便番号", help_text="町字がひとつに決まるときは、町字も入ります。")
    town = TownField(
        label="町字", queryset=Town.objects.none(), required=False, empty_label="町の外・わからない",
        help_text="町字から圏域が決まります。",
    )  # fmt: skip
    address = forms.CharField(label="番地・建物", max_length=160, required=False)
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="町字から決める",
        help_text="町字がわからないときだけ選びます。",
    )  # fmt: skip
    note = forms.CharField(label="住まいの様子", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = Town.objects.select_related("area")
        self.fields["area"].queryset = Area.objects.all()

    def clean(self) -> dict[str, Any]:
        """The 町字 by its 〒, where there is one only; a choice where there are several."""
        data = super().clean()
        if data.get("postal_code") and not data.get("town"):
            found = list(self.fields["town"].queryset.filter(postal_code=data["postal_code"])[:2])
            data["town"] = found[0] if len(found) == 1 else None
            if len(found) > 1:
                self.add_error("town", "この郵便番号の町字はいくつかあります。どれか選んでください。")
        return data


class MembershipForm(KeptForm):
    """What somebody is in the household."""

    relation = forms.CharField(
        label="続柄", max_length=40, required=False, widget=WordsOrList("relation_type"), help_text="本人から見た続柄。"
    )
    head = forms.BooleanField(label="世帯主", required=False)
    key_person = forms.BooleanField(label="キーパーソン", required=False)
    main_carer = forms.BooleanField(label="主な介護者", required=False)
    since = WarekiDateField(label="いつから", required=False)
    note = forms.CharField(label="補足", max_length=200, required=False)


class LeavingForm(KeptForm):
    """The day on which somebody left the household."""

    on = WarekiDateField(label="離れた日", initial=clock.today)


class RelationForm(KeptForm):
    """Kinship or a tie: 「first は second の kind」. `persons` are the members and relatives the reader may know."""

    first = forms.ChoiceField(label="だれが")
    second = forms.ChoiceField(label="だれの")
    kind = forms.ChoiceField(label="関係", choices=[NONE, *RelationKind.choices])
    order = forms.IntegerField(
        label="順", min_value=1, max_value=20, required=False, help_text="第何子か、何度目の結婚か。",
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    since = forms.CharField(label="いつから", max_length=20, required=False)
    until = forms.CharField(label="いつまで", max_length=20, required=False)
    custody = forms.BooleanField(label="親権・養育がある", required=False)
    note = forms.CharField(label="補足", max_length=200, required=False)

    def __init__(self, *args: Any, persons: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        named = [NONE, *((key, person.full_name) for key, person in self.persons.items())]
        self.fields["first"].choices = self.fields["second"].choices = named

    def clean(self) -> dict[str, Any]:
        """Two different persons, handed on as persons."""
        told = super().clean()
        if told.get("first") and told.get("first") == told.get("second"):
            self.add_error("second", "「だれが」とは別の人を選んでください。")
        for end in ("first", "second"):
            told[end] = self.persons.get(told.get(end, ""))
        return told


class ConsentForm(SheetForm, KeptForm):
    """Asking one person: the answer, and if it was yes, what, to whom, what for, until when."""

    sheet_name = "consent"
    sheet_when = dict.fromkeys(("items", "agencies", "until"), "answer=given")

    answer = forms.ChoiceField(label="返事", choices=ConsentAnswer.choices, widget=ChoiceTags)
    asked_on = WarekiDateField(label="説明した日", initial=clock.today)
    method = forms.ChoiceField(label="方法", choices=lambda: choices("consent_method"), widget=ChoiceTags)
    given_by = forms.CharField(
        label="同意した人（代理人のとき）", max_length=80, required=False,
        help_text="成年後見人 など。本人なら空けておきます。",
    )  # fmt: skip
    items = ticked("consent_item", "共有する項目", help_text="同意があった項目だけ、相手の機関に開かれます。")
    agencies = forms.ModelMultipleChoiceField(
        label="共有先の機関", queryset=Agency.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label="目的", max_length=200, required=False)
    until = WarekiDateField(label="有効期限（この日まで）", required=False)
    words = forms.CharField(
        label="本人のことば", required=False, widget=forms.Textarea, help_text="断られたときも、ことばのまま書きます。"
    )

    def __init__(self, *args: Any, own: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = Agency.objects.filter(closed_on=None).exclude(pk=own and own.pk)

    def clean(self) -> dict[str, Any]:
        """A consent names at least one agency and one item, and does not end before it begins."""
        told = super().clean()
        if told.get("answer") == ConsentAnswer.GIVEN:
            for name, text in (("items", "共有してよい項目"), ("agencies", "共有先の機関")):
                if not told.get(name):
                    self.add_error(name, f"同意を得たときは、{text}を選んでください。")
        asked, until = told.get("asked_on"), told.get("until")
        if asked and asked > clock.today():
            self.add_error("asked_on", "これからの日付です。説明した日を確かめてください。")
        if asked and until and until < asked:
            self.add_error("until", "有効期限が、説明した日より前です。")
        return told


class WithdrawalForm(KeptForm):
    """How the consent was taken back."""

    note = forms.CharField(
        label="撤回の経緯", max_length=200,
        help_text="だれから、どのように申し出があったか。共有先の閲覧はすぐに止まります。",
    )  # fmt: skip
