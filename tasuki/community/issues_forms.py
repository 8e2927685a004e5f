"""What is asked about gatherings and issues of the neighbourhood (集まり・地域生活課題)."""

from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.tenancy.enums import Project
from tasuki.tenancy.models import Area
from tasuki.ui.fields import MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from .issues_enums import Held, IssueState, Lead
from .issues_words import telling, to_remove
from .models import Place

NAMELESS = "だれのことか分かる名前・住所・電話番号は書きません。"


def of_list(name: str, label: str, **more: Any) -> forms.ChoiceField:
    """One of a code list."""
    return forms.ChoiceField(label=label, choices=lambda: choices(name), **more)


class NamelessForm(Form):
    """A form whose long texts tell of nobody in particular; what tells too much is named at its field."""

    nameless: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Names that are known to the form and must not stand in the texts."""
        return []

    def clean(self) -> dict[str, Any]:
        """Each text with the words that must go."""
        told = super().clean() or self.cleaned_data
        for name in self.nameless:
            if wrong := to_remove(telling(told.get(name) or "", self.names())):
                self.add_error(name, wrong)
        return told


def area_field(**more: Any) -> forms.ModelChoiceField:
    """圏域, or none in particular."""
    given = {"label": "圏域", "required": False, "empty_label": "決めない"} | more
    return forms.ModelChoiceField(queryset=Area.objects.none(), **given)


def open_places() -> Any:
    """Places of the register that are open."""
    return Place.objects.filter(closed=False).order_by("name")


class GatheringForm(NamelessForm):
    """集まりの記録."""

    nameless = ("talked",)
    kind = of_list("gathering_kind", "種類", widget=ChoiceTags)
    name = forms.CharField(label="名前", max_length=120, help_text="例：ひなた東 支え愛連絡会")
    on = WarekiDateField(label="いつ", initial=clock.today)
    held = forms.ChoiceField(label="開きかた", choices=Held.choices, initial=Held.VISIT, widget=ChoiceTags)
    area = area_field()
    residents = forms.IntegerField(
        label="来た住民", required=False, min_value=0, max_value=9999, widget=Minutes(unit="人")
    )
    minutes = MinutesField(label="かかった時間", required=False)
    workers = forms.ModelMultipleChoiceField(
        label="出向いた職員", queryset=Worker.objects.none(), required=False, widget=TagTicks,
        help_text="選ばなければ、あなたひとりとして数えます。",
    )  # fmt: skip
    fellow = forms.CharField(
        label="いっしょに行った人・来た機関", max_length=200, required=False, help_text="ほかの機関や団体の名前。"
    )
    talked = forms.CharField(label="話し合ったこと", required=False, widget=forms.Textarea, help_text=NAMELESS)
    place = forms.ModelChoiceField(
        label="居場所・拠点", queryset=Place.objects.none(), required=False, empty_label="登録されていない所"
    )
    place_text = forms.CharField(label="場所", max_length=120, required=False)
    projects = forms.MultipleChoiceField(
        label="数える事業", choices=Project.choices, required=False, widget=TagTicks,
        help_text="選ばなければ種類から決めます（住民の集まりは地域づくりとアウトリーチ、専門職の会議は多機関協働）。選んだ事業ごとに1回ずつ数えます。",
    )  # fmt: skip

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        here = Worker.objects.filter(posts__agency=worker.agency_id, posts__since__lte=today, is_active=True)
        self.fields["workers"].queryset = here.exclude(posts__until__lte=today).distinct().order_by("kana", "name")
        self.fields["area"].queryset = Area.objects.all()
        self.fields["place"].queryset = open_places()

    def clean_on(self) -> Any:
        """Not in the future."""
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError("これからの日付です。開かれた日を入力してください。")
        return self.cleaned_data["on"]


class GatheringFilter(FilterForm):
    """Above the list."""

    kind = forms.ChoiceField(label="種類", required=False, choices=lambda: [("", "すべて"), *choices("gathering_kind")])
    area = area_field(empty_label="すべて")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()


class IssueForm(NamelessForm):
    """地域生活課題を書き留める."""

    nameless = ("title", "words")
    kind = of_list("community_issue", "種類", widget=ChoiceTags)
    title = forms.CharField(label="ひとことで", max_length=80, help_text="例：坂が多く、買い物に行けない人がふえている")
    words = forms.CharField(label="聞いたこと・気づいたこと", widget=forms.Textarea, help_text=NAMELESS)
    area = area_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()


class IssueFilter(FilterForm):
    """Above the list."""

    area = area_field(empty_label="すべて")
    kind = forms.ChoiceField(
        label="種類", required=False, choices=lambda: [("", "すべて"), *choices("community_issue")]
    )
    state = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *IssueState.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()


class MoveForm(NamelessForm):
    """How it stands now."""

    nameless = ("why",)
    to = forms.ChoiceField(label="状態", widget=ChoiceTags)
    why = forms.CharField(label="見送るわけ", max_length=200, required=False, help_text="見送るときに書きます。")

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = ways

    def clean(self) -> dict[str, Any]:
        """What is left needs its reason."""
        told = super().clean()
        if told.get("to") == IssueState.LEFT and not told.get("why"):
            self.add_error("why", "見送るわけを書いてください。あとで見なおすときの手がかりになります。")
        return told


LED_TO = {"project": Lead.PROJECT, "group": Lead.GROUP, "session": Lead.COURSE}


class LeadForm(NamelessForm):
    """つながった先."""

    nameless = ("note",)
    kind = forms.ChoiceField(label="何につながったか", choices=Lead.choices, widget=ChoiceTags)
    project = forms.ModelChoiceField(
        label="資源開発", queryset=None, required=False, empty_label="選ばない（名前だけ書く）",
        help_text="資源開発につなぐときに選びます。",
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label="グループ", queryset=None, required=False, empty_label="選ばない（名前だけ書く）",
        help_text="住民の活動につなぐときに選びます。グループの画面に、もとになった課題が出ます。",
    )  # fmt: skip
    session = forms.ModelChoiceField(
        label="開催・催し", queryset=None, required=False, empty_label="選ばない（名前だけ書く）",
        help_text="講座・催しにつなぐときに、登録した開催から選びます。",
    )  # fmt: skip
    title = forms.CharField(
        label="名前",
        max_length=120,
        required=False,
        help_text="例：終活講座（全3回）。上で選んだときは空けておけます。",
    )
    on = WarekiDateField(label="いつから", initial=clock.today)
    note = forms.CharField(label="補足", required=False, widget=forms.Textarea, help_text="どう話がまとまったか。")

    def __init__(self, *args: Any, projects: Any, groups: Any, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("project", projects), ("group", groups), ("session", sessions)):
            self.fields[name].queryset = rows

    def clean(self) -> dict[str, Any]:
        """What is registered by its row, the rest by name."""
        told = super().clean()
        for name, kind in LED_TO.items():
            if told.get("kind") != kind:
                told[name] = None
        if not told.get("title") and not any(told.get(name) for name in LED_TO):
            self.add_error("title", "つながった先の名前を書いてください。")
        return told


class EffectForm(NamelessForm):
    """変わったこと."""

    nameless = ("words", "measure")
    on = WarekiDateField(label="確かめた日", initial=clock.today)
    words = forms.CharField(label="変わったこと", widget=forms.Textarea, help_text=NAMELESS)
    measure = forms.CharField(
        label="数で言えること",
        max_length=80,
        required=False,
        help_text="例：終活講座に来た人。数えていなければ空けておきます。",
    )
    before = forms.IntegerField(label="はじめ", required=False, min_value=0, max_value=999999)
    after = forms.IntegerField(label="いま", required=False, min_value=0, max_value=999999)
    unit = forms.CharField(label="単位", max_length=10, required=False, help_text="人・回・件など。")

    def clean(self) -> dict[str, Any]:
        """A number says of what it is."""
        told = super().clean()
        numbers = told.get("before") is not None or told.get("after") is not None
        if numbers and not told.get("measure"):
            self.add_error("measure", "何の数かを書いてください。")
        return told


class SheetForm(FilterForm):
    """Which 圏域, which month."""

    area = area_field(empty_label="すべての圏域")
    month = forms.ChoiceField(label="月", required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["month"].choices = months
