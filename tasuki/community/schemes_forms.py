"""What is asked of a scheme of support (支援制度の登録), and the filter above the list."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form

from . import schemes_rules as rules
from .forms import many, offer_codes


def _long(label: str, help_text: str = "", *, required: bool = False, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class SchemeFilter(FilterForm):
    """A trouble in plain words, a topic, what is old or ended."""

    words = forms.CharField(
        label="困っていること", required=False, help_text="「家賃が払えない」のように、ふだんのことばで書けます。"
    )
    topic = forms.ChoiceField(label="相談内容", required=False)
    old = forms.BooleanField(label="確かめなおすものだけ", required=False)
    closed = forms.BooleanField(label="終わった制度も出す", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "すべて"), *lookup.choices("consultation_topic")]


class SchemeForm(Form):
    """What is known of the scheme."""

    name = forms.CharField(label="制度名", max_length=120)
    kana = forms.CharField(label="カナ", max_length=160, required=False)
    summary = _long("概要", "二、三行で。住民向けのページでは、はじめにこの文が出ます。", required=True)
    when_words = _long(
        "こんなとき",
        "困っている人が言うことばで。「家賃が払えない、仕事をやめた、住むところを失いそう」。探すときに使います。",
    )
    topics = many("困りごと", "相談内容の分け方です。住民向けの「困りごと」からも見つかります。")
    target = _long("対象者")
    content = _long("支援内容", "いくら・何を・いつまで。")
    how_to_apply = _long("利用・申請方法")
    to_bring = _long("持ち物・書類")
    agency = forms.ModelChoiceField(
        label="窓口の機関", queryset=Agency.objects.none(), required=False, empty_label="この台帳にない窓口"
    )
    contact = forms.CharField(
        label="お問い合わせ先", max_length=160, required=False, help_text="機関と違うとき、窓口の名前を書きます。"
    )
    phone = forms.CharField(
        label="電話番号", max_length=60, required=False, help_text="空けておくと、機関の電話が出ます。"
    )
    opens_on = WarekiDateField(label="受付開始日", required=False, help_text="いつでも受け付けるときは空けておきます。")
    closes_on = WarekiDateField(label="受付終了日", required=False)
    fiscal_year = forms.IntegerField(
        label="年度", required=False, min_value=2000, max_value=2200, help_text="西暦で。その年度だけの制度のとき。"
    )
    given_by = forms.CharField(label="制度所管組織", max_length=120, required=False, help_text="国・県・市・社協など。")
    basis = forms.CharField(label="根拠", max_length=200, required=False, help_text="法律・要綱の名前。")
    url = forms.URLField(label="詳細参照先", required=False, assume_scheme="https")
    source = forms.CharField(label="出典", max_length=200, required=False)
    confirmed_on = WarekiDateField(label="さいごに確かめた日", required=False)
    shown_to_public = forms.BooleanField(label="住民向けのページに出す", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(closed_on=None)
        offer_codes(self, topics="consultation_topic")

    FIRST = ("name", "summary", "when_words", "topics", "agency")
    SECTIONS = (
        ("対象者と支援内容", ("target", "content")),
        ("申しこみと期限", ("how_to_apply", "to_bring", "opens_on", "closes_on", "fiscal_year")),
        ("問い合わせ先（機関と違うとき）", ("contact", "phone", "url")),
        ("所管・根拠・出典", ("kana", "given_by", "basis", "source", "confirmed_on")),
    )

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
        """The days in their order."""
        told = super().clean()
        holds = rules.period_holds(told.get("opens_on"), told.get("closes_on"))
        if not holds:
            self.add_error("closes_on", holds.reason)
        return told


class EndForm(Form):
    """Why it is no longer there."""

    why = forms.CharField(label="終わったわけ", max_length=200, required=False, help_text="例：令和7年度で受付を終えた")
