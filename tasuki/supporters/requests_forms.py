"""What is asked about a neighbourly request (ちょっと困ったの入力)."""

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Agency, Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form

from .points_forms import TimesForm
from .requests_rules import telling

TELLS = "「{piece}」は、頼んだ人がわかる書き方です。この欄は手伝う人みんなが読むので、名前・住所・電話は下の欄だけに書いてください。"


class RequestFilter(FilterForm):
    """By area and kind."""

    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="すべて")
    kind = forms.ChoiceField(label="手伝いの種類", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["kind"].choices = [("", "すべて"), *lookup.choices("help_kind")]


class RequestForm(Form):
    """First what everybody may read, then who asks."""

    OPEN = ("kind", "words", "area", "near", "when_text", "wanted_by", "keeper")
    HELD = ("name", "address", "phone", "note")
    kind = forms.ChoiceField(label="手伝いの種類")
    words = forms.CharField(label="してほしいこと", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
                            help_text="手伝う人が読みます。名前や住所は書きません。例：台所の電球が切れた。脚立はある。")  # fmt: skip
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="決めない（全域）"
    )
    near = forms.CharField(
        label="どのあたり", max_length=60, required=False, help_text="町の名前まで。例：ひなた町のあたり"
    )
    when_text = forms.CharField(label="いつごろ", max_length=120, required=False, help_text="例：平日の午前")
    wanted_by = WarekiDateField(label="いつまでに", required=False)
    keeper = forms.ModelChoiceField(label="調整する機関", queryset=Agency.objects.none(),
                                    help_text="確かめて、手伝う人をさがす機関。")  # fmt: skip
    name = forms.CharField(label="頼んだ人の氏名", max_length=80)
    address = forms.CharField(label="住所", max_length=160, required=False)
    phone = forms.CharField(label="電話", max_length=40, required=False)
    note = forms.CharField(label="気をつけること", max_length=200, required=False, help_text="例：耳が遠い。犬がいる。")

    def __init__(self, *args, worker, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "選んでください"), *lookup.choices("help_kind")]
        self.fields["area"].queryset = Area.objects.all()
        self.fields["keeper"].queryset = Agency.objects.filter(closed_on=None)
        self.fields["keeper"].initial = worker.agency_id

    def open_part(self):
        """The boxes for everybody."""
        return [self[name] for name in self.OPEN]

    def held_part(self):
        """The boxes behind the wall."""
        return [self[name] for name in self.HELD]

    def clean(self):
        """Nothing in the open part tells who asks."""
        told = super().clean()
        who = (told.get("name") or "", told.get("address") or "", told.get("phone") or "")
        for name in ("words", "near", "when_text"):
            if piece := telling(told.get(name) or "", *who):
                self.add_error(name, TELLS.format(piece=piece))
        return told


class WhyForm(Form):
    """The reason."""

    why = forms.CharField(label="わけ", max_length=200)


class BackForm(Form):
    """She cannot after all; the reason may stay hers."""

    why = forms.CharField(label="わけ（書かなくてもよい）", max_length=200, required=False)


class ThanksForm(Form):
    """What the asker says."""

    words = forms.CharField(label="お礼のことば", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
                            help_text="頼んだ人のことばを、手伝った人に伝えます。例：夜が明るくなりました。")  # fmt: skip


class AskForm(Form):
    """A supporter whom the coordinator has rung up."""

    supporter = forms.ModelChoiceField(label="手伝う人", queryset=None, empty_label="選んでください")

    def __init__(self, *args, fitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supporter"].queryset = fitting


class DoneForm(TimesForm):
    """When it was done."""

    words = forms.CharField(
        label="どうだったか", max_length=200, required=False, help_text="相手の名前や家のようすは書きません。"
    )


class OutsideDoneForm(DoneForm):
    """The same on a supporter's own page (本人専用のページ)."""


class TermsForm(Form):
    """After how many days a request surfaces."""

    asked_days = forms.IntegerField(label="受けてから確かめるまでの日数", min_value=0, max_value=60)
    offered_days = forms.IntegerField(label="手があがらないとみなす日数", min_value=1, max_value=60)
    done_days = forms.IntegerField(label="頼んでから済むまでの日数", min_value=1, max_value=180)
