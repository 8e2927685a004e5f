"""What is asked of a group, its support, its members (グループの登録と支援の記録)."""

from django import forms

from tasuki.shared import clock
from tasuki.tenancy.models import Area
from tasuki.ui.fields import MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags

from .enums import GroupStage
from .forms import OPENING_HELP
from .models import Group, Place


def open_places() -> "forms.models.ModelChoiceField":
    """A place of the register that is there."""
    return forms.ModelChoiceField(label="場所", queryset=Place.objects.none(), required=False, empty_label="決めない")


class GroupFilter(FilterForm):
    """Words, stage, area."""

    words = forms.CharField(label="ことば", required=False)
    stage = forms.ChoiceField(label="段階", required=False, choices=[("", "すべて"), *GroupStage.choices])
    area = forms.ChoiceField(label="圏域", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "すべて"), *((str(area.pk), area.name) for area in Area.objects.all())]


class GroupForm(Form):
    """What is known of the group."""

    name = forms.CharField(label="名称", max_length=120)
    kana = forms.CharField(label="カナ", max_length=160, required=False)
    purpose = forms.CharField(
        label="何をする会か", required=False, widget=forms.Textarea, help_text="個人の名前は書きません。"
    )
    area = forms.ModelChoiceField(label="圏域", queryset=Area.objects.none(), required=False, empty_label="決めない")
    opening = forms.CharField(label="集まる日", max_length=160, required=False, help_text=OPENING_HELP)
    founders = forms.IntegerField(
        label="立ち上げた人数", required=False, min_value=1, max_value=999, help_text="名前は残しません。人数だけです。"
    )
    usual_count = forms.IntegerField(label="ふだんの人数", required=False, min_value=0, max_value=9999)
    shown_to_public = forms.BooleanField(label="住民向けのページに出す", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()


class FoundForm(GroupForm):
    """A further group: at which stage it is known, where it meets."""

    stage = forms.ChoiceField(
        label="いまの段階", choices=GroupStage.choices[:4], initial=GroupStage.IDEA, widget=ChoiceTags
    )
    on = WarekiDateField(label="はじまった日", required=False, help_text="空けておくと、きょうになります。")
    place = open_places()
    field_order = ("name", "stage", "on", "area", "place", "opening", "purpose", "founders")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.filter(closed=False)


class AdvanceForm(Form):
    """The next stage of its life."""

    stage = forms.ChoiceField(label="つぎの段階", widget=ChoiceTags)
    on = WarekiDateField(label="日", initial=clock.today)
    note = forms.CharField(
        label="ようす",
        max_length=300,
        required=False,
        help_text="例：会場費の助成が決まり、住民だけで回せるようになった",
    )

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = ways


class SupportForm(Form):
    """What a worker did for the group."""

    on = WarekiDateField(label="日", initial=clock.today)
    minutes = MinutesField(label="時間")
    residents = forms.IntegerField(label="かかわった住民（人）", min_value=0, max_value=9999, initial=0)
    what = forms.CharField(
        label="したこと", max_length=400, widget=forms.Textarea,
        help_text="例：会則づくりの相談、助成の書類、見学の付き添い。個人の名前は書きません。",
    )  # fmt: skip


class UseForm(Form):
    """Which place the group uses, on what days."""

    place = forms.ModelChoiceField(label="場所", queryset=Place.objects.none(), empty_label="選んでください")
    opening = forms.CharField(label="使う日", max_length=160, required=False, help_text=OPENING_HELP)
    on = WarekiDateField(label="使いはじめた日", initial=clock.today)
    note = forms.CharField(label="覚え書き", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.filter(closed=False)


class MemberForm(Form):
    """A member by name, where the group wants it."""

    name = forms.CharField(
        label="名前", max_length=60, help_text="グループが名簿を望むときだけ。支える機関の人だけが見ます。"
    )
    part = forms.CharField(label="役目", max_length=60, required=False, help_text="例：世話役、会計")


def groups_to_choose(worker) -> object:
    """Groups that are not over."""
    return Group.objects.visible_to(worker).exclude(stage=GroupStage.ENDED)
