"""What is asked of a place (居場所の登録), and the filter above the list."""

from django import forms

from tasuki.codes import lookup
from tasuki.tenancy.models import Area
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import TagTicks


class PlaceFilter(FilterForm):
    """Words, function, council, area."""

    words = forms.CharField(label="ことば", required=False, help_text="名前・場所・説明から探します。")
    function = forms.ChoiceField(label="機能", required=False)
    council = forms.ChoiceField(label="かかわる社協など", required=False)
    area = forms.ChoiceField(label="圏域", required=False)
    closed = forms.BooleanField(label="閉じた所も出す", required=False)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", "すべて"), *lookup.choices("place_function")]
        self.fields["council"].choices = [("", "すべて"), *((name, name) for name in councils)]
        self.fields["area"].choices = [("", "すべて"), *((str(area.pk), area.name) for area in Area.objects.all())]


class PlaceForm(Form):
    """What is known of the place."""

    name = forms.CharField(label="名称", max_length=120)
    kana = forms.CharField(label="カナ", max_length=160, required=False)
    functions = forms.MultipleChoiceField(
        label="機能", required=False, widget=TagTicks, help_text="いくつでも選べます。"
    )
    run_by = forms.CharField(label="運営", max_length=120, required=False, help_text="住民の会、社会福祉法人など。")
    supported_by = forms.CharField(label="かかわる社協など", max_length=120, required=False)
    opening = forms.CharField(
        label="開いている日", max_length=160, required=False, help_text="例：毎週水曜 13時から16時"
    )
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="決めない")
    where = forms.CharField(label="場所", max_length=160, required=False)
    description = forms.CharField(
        label="説明",
        required=False,
        widget=forms.Textarea,
        help_text="どんな人が、何をしに来ているか。個人の名前は書きません。",
    )
    source = forms.CharField(
        label="出典", max_length=200, required=False, help_text="何で知ったか。資料の名前、聞いた日など。"
    )
    confirmed_on = WarekiDateField(label="さいごに確かめた日", required=False)
    closed = forms.BooleanField(label="いまは閉じている", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        known = dict(lookup.choices("place_function"))
        # what was chosen before stays choosable after the code was closed
        old = [code for code in self.initial.get("functions") or [] if code not in known]
        self.fields["functions"].choices = [
            *known.items(),
            *((code, lookup.label("place_function", code)) for code in old),
        ]
