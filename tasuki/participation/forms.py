"""What the pages of 参加支援 ask; forms never save."""

from typing import Any

from django import forms

from tasuki.codes import lookup
from tasuki.codes.sheet_fields import SheetForm as InSheet
from tasuki.community.enums import PlaceKind
from tasuki.community.models import DevelopmentProject, Place
from tasuki.people.forms import KeptForm
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.tenancy.models import Area, Town
from tasuki.ui.fields import MinutesField, WarekiDateField
from tasuki.ui.forms import FilterForm, Form
from tasuki.ui.widgets import ChoiceTags, Minutes, TagTicks

from .enums import (
    STEPS,
    TRANSITIONS,
    Answer,
    AskHow,
    EndReason,
    Escort,
    FollowHow,
    Going,
    Lift,
    MatchStatus,
    Need,
    Noise,
    Part,
    PartIn,
    People,
    Side,
)
from .matching import DAYS, Rule

ASK_FIRST = "会う前に、名前を伝えてよいかを本人にたずね、その日を書いてください。"
NEEDS = {"invalid": "数字で入力してください。"}


def lines(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def past(value: Any) -> Any:
    """A day that is not still to come."""
    if value and value > clock.today():
        raise forms.ValidationError("これからの日付です。")
    return value


# Signs of a place that other questions of the sheet ask for.
ASKED_ELSEWHERE = ("stairs", "pick_up", "quiet_room", "small")


def kept_codes(name: str, chosen: list[str]) -> list[tuple[str, str]]:
    """What may be chosen now; what was chosen before stays choosable after the code was closed."""
    known = dict(lookup.choices(name))
    return [*known.items(), *((code, lookup.label(name, code)) for code in chosen if code not in known)]


class PersonForm(Form):
    """Whose place is looked for."""

    person = forms.ModelChoiceField(
        label="だれの参加先か", queryset=Person.objects.none(), empty_label="選んでください"
    )

    def __init__(self, *args: Any, persons: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = persons
        self.fields["person"].label_from_instance = lambda person: person.full_name


class SheetForm(InSheet, KeptForm):
    """参加支援アセスメント: her words first, then what the matching reads."""

    sheet_name = "participation"

    wishes = forms.CharField(label="してみたいこと", widget=lines(3), required=False,
                             help_text="本人のことばのまま、「」で。確定するときに要ります。")  # fmt: skip
    goals = forms.CharField(label="めざす姿", widget=lines(2), required=False,
                            help_text="本人のことばで。「月に一度は外に出る」など、小さくても。")  # fmt: skip
    strengths = forms.CharField(label="得意なこと・好きなこと", widget=lines(2), required=False)
    hard = forms.CharField(label="苦手なこと・つらいこと", widget=lines(2), required=False)
    care = forms.CharField(label="配慮してほしいこと", widget=lines(2), required=False)
    functions = forms.MultipleChoiceField(label="どんな場がよいか", widget=TagTicks, required=False)
    groups = forms.MultipleChoiceField(
        label="どんな人の場がよいか", widget=TagTicks, required=False, help_text="選ばなければ、問いません。"
    )
    kinds = forms.MultipleChoiceField(label="どんな所がよいか", widget=TagTicks, required=False, choices=PlaceKind.choices,
                                      help_text="選ばなければ、どこでも。")  # fmt: skip
    part_in = forms.ChoiceField(label="どのようにかかわりたいか", widget=ChoiceTags, choices=PartIn.choices)
    weekdays = forms.TypedMultipleChoiceField(label="行ける曜日", widget=TagTicks, required=False, coerce=int,
                                              choices=list(enumerate(DAYS)), help_text="選ばなければ、いつでも。")  # fmt: skip
    parts = forms.MultipleChoiceField(label="行ける時間帯", widget=TagTicks, required=False, choices=Part.choices)
    times_note = forms.CharField(
        label="日と時間の補足", max_length=200, required=False, help_text="「通院の翌日は休む」など。"
    )
    area = forms.ModelChoiceField(
        label="暮らす圏域", queryset=Area.objects.none(), required=False, empty_label="（決めない）"
    )
    town = forms.ModelChoiceField(label="暮らす町字", queryset=Town.objects.none(), required=False, empty_label="（決めない）",
                                  help_text="町字のまん中から、歩く時間を見積もります。家の場所は使いません。")  # fmt: skip
    start_place = forms.ModelChoiceField(label="家の近くの目じるし", queryset=Place.objects.none(), required=False,
                                         empty_label="（使わない）", help_text="登録された所から。選ぶと、そこから見積もります。")  # fmt: skip
    walk_minutes = forms.IntegerField(label="歩ける時間（片道）", required=False, min_value=1, max_value=180, widget=Minutes(),
                                      error_messages=NEEDS)  # fmt: skip
    people = forms.ChoiceField(
        label="人の多さ", widget=ChoiceTags, required=False, choices=[("", "こだわらない"), *People.choices]
    )
    quiet = forms.BooleanField(label="静かな所がよい", required=False)
    apart = forms.BooleanField(label="知り合いのいない所がよい", required=False)
    cost_yen = forms.IntegerField(label="一回に出せるお金", required=False, min_value=0, max_value=100_000,
                                  widget=Minutes(unit="円"), error_messages=NEEDS, help_text="空けておくと、問いません。0は無料だけ。")  # fmt: skip
    escort = forms.ChoiceField(label="付きそい・送迎", widget=ChoiceTags, choices=Escort.choices)
    needs = forms.MultipleChoiceField(label="なくてはならない使いやすさ", widget=TagTicks, required=False)
    languages = forms.MultipleChoiceField(label="使うことば", widget=TagTicks, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = {name: self.initial.get(name) or [] for name in ("functions", "groups", "needs", "languages")}
        self.fields["functions"].choices = kept_codes("place_function", kept["functions"])
        signs = kept_codes("place_accessibility", kept["needs"])
        self.fields["needs"].choices = [sign for sign in signs if sign[0] not in ASKED_ELSEWHERE]
        self.fields["groups"].choices = kept_codes("place_for_whom", kept["groups"])
        self.fields["languages"].choices = kept_codes("place_language", kept["languages"])
        self.fields["area"].queryset = Area.objects.all()
        self.fields["town"].queryset = Town.objects.all()
        self.fields["start_place"].queryset = Place.objects.filter(closed=False).exclude(latitude=None).order_by("name")


class PickForm(KeptForm):
    """Why this one."""

    why = forms.CharField(label="選んだわけ", max_length=200, required=False, help_text="本人は何と言っていますか。")


class AskForm(KeptForm):
    """What the place is told, without the name."""

    told = forms.CharField(label="受入先に伝えること", widget=lines(9),
                           help_text="名前・住所・電話は書きません。世帯の人の名前が入っていると、送る前に止まります。")  # fmt: skip
    how = forms.ChoiceField(label="聞き方", choices=AskHow.choices, widget=ChoiceTags, initial=AskHow.PHONE)
    on = WarekiDateField(label="聞いた日", initial=clock.today)

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])


class TermsForm(KeptForm):
    """On what terms the place receives people: nothing of any person."""

    seats = forms.IntegerField(label="いま受け入れられる人数", required=False, min_value=0, max_value=500, widget=Minutes(unit="人"),
                               error_messages=NEEDS)  # fmt: skip
    parts = forms.MultipleChoiceField(
        label="受け入れるかかわり方", widget=TagTicks, required=False, choices=PartIn.choices
    )
    needs = forms.MultipleChoiceField(label="受入先が必要とすること", widget=TagTicks, required=False, choices=Need.choices,
                                      help_text="謝金・保険・送迎など、受け入れるために受入先が困ること。")  # fmt: skip
    noise = forms.ChoiceField(
        label="音・にぎやかさ", widget=ChoiceTags, required=False, choices=[("", "わからない"), *Noise.choices]
    )
    escort = forms.ChoiceField(
        label="付きそい・送迎", widget=ChoiceTags, required=False, choices=[("", "わからない"), *Lift.choices]
    )
    note = forms.CharField(
        label="補足", max_length=300, required=False, help_text="個人のことは書きません。だれでも読めます。"
    )

    @property
    def told(self) -> dict[str, Any]:
        """What was said at all: an empty box does not wipe out what is known."""
        given = {name: self.cleaned_data.get(name) for name in TermsForm.base_fields}
        return {name: value for name, value in given.items() if value not in (None, "", [])}


class AnswerForm(TermsForm):
    """What the place said, and what it needs."""

    answer = forms.ChoiceField(label="返事", choices=Answer.choices, widget=ChoiceTags)
    conditions = forms.CharField(label="条件・受入先のことば", widget=lines(3), required=False)
    answered_by = forms.CharField(label="返事をした人", max_length=60, required=False)
    on = WarekiDateField(label="返事の日", initial=clock.today)

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])


class AdvanceForm(KeptForm):
    """The next step, with the person's word that she may be named."""

    status = forms.ChoiceField(label="次の段階", widget=ChoiceTags)
    on = WarekiDateField(label="その日", initial=clock.today)
    told_on = WarekiDateField(label="名前を伝えてよいと、本人が言った日")
    note = forms.CharField(label="ようす・補足", max_length=200, required=False)
    person_next_on = WarekiDateField(
        label="次に本人に聞く日", required=False, help_text="空けておくと、体験までは2週間後、通い始めたら30日後。"
    )
    place_next_on = WarekiDateField(label="次に受入先に聞く日", required=False)

    def __init__(self, *args: Any, match: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        following = [one for one in TRANSITIONS[match.status] if one in STEPS]
        self.fields["status"].choices = [(one, MatchStatus(one).label) for one in following]
        self.fields["told_on"].error_messages["required"] = ASK_FIRST
        if match.told_on:
            del self.fields["told_on"]

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])

    def clean_told_on(self) -> Any:
        """Asked before the first meeting, not afterwards."""
        return past(self.cleaned_data["told_on"])


class RoleForm(KeptForm):
    """As what she takes part from now on."""

    part_in = forms.ChoiceField(label="これからのかかわり方", widget=forms.RadioSelect)
    on = WarekiDateField(label="その日", initial=clock.today)
    note = forms.CharField(label="きっかけ・補足", max_length=200, required=False)

    def __init__(self, *args: Any, match: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["part_in"].choices = [choice for choice in PartIn.choices if choice[0] != match.part_in]

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])


class FollowForm(KeptForm):
    """How it goes, asked of one side."""

    side = forms.ChoiceField(label="だれに聞いたか", choices=Side.choices, widget=ChoiceTags)
    how = forms.ChoiceField(label="どのように", choices=FollowHow.choices, widget=ChoiceTags)
    going = forms.ChoiceField(label="ようす", choices=Going.choices, widget=ChoiceTags, required=False)
    words = forms.CharField(label="聞いたこと", widget=lines(3), required=False, help_text="ことばのまま、「」で。")
    helped = forms.CharField(label="したこと", max_length=200, required=False,
                             help_text="受入先への支援（仕事の分け方、保険の手続き、学習会など）も。")  # fmt: skip
    minutes = MinutesField(label="時間", required=False)
    on = WarekiDateField(label="日付", initial=clock.today)
    next_on = WarekiDateField(
        label="次に聞く日", required=False, help_text="空けておくと、順調なら30日後、気がかりなら2週間後。"
    )

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """How it goes, unless nobody was reached."""
        data = super().clean() or self.cleaned_data
        if not data.get("going") and data.get("how") != FollowHow.MISSED:
            self.add_error("going", "「ようす」を選んでください。")
        return data


class EndForm(KeptForm):
    """Why it is over."""

    reason = forms.ChoiceField(label="おわったわけ", widget=forms.RadioSelect,
                               choices=[one for one in EndReason.choices if one[0] != EndReason.PLACE_REFUSED])  # fmt: skip
    note = forms.CharField(label="補足", widget=lines(2), required=False)
    on = WarekiDateField(label="おわった日", initial=clock.today)

    def clean_on(self) -> Any:
        """Not still to come."""
        return past(self.cleaned_data["on"])


class NoMatchForm(KeptForm):
    """What is missing, in words without the person; a new development, or one that is under way."""

    project = forms.ModelChoiceField(
        label="どの資源開発に出すか", queryset=DevelopmentProject.objects.none(), required=False,
        empty_label="新しく始める",
    )  # fmt: skip
    title = forms.CharField(
        label="新しい資源開発の名前", max_length=80, required=False, help_text="「冬も通える農園」など。"
    )
    wanted = forms.CharField(label="求めているもの", max_length=200, widget=lines(3),
                             help_text="だれのことかわからないように書きます。この文だけが、地域づくりの人に見えます。")  # fmt: skip

    def __init__(self, *args: Any, projects: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["project"].queryset = projects

    def clean(self) -> dict[str, Any]:
        """A new one has a name."""
        data = super().clean() or self.cleaned_data
        if not data.get("project") and not data.get("title"):
            self.add_error("title", "「新しい資源開発の名前」を入力するか、すでにある資源開発を選んでください。")
        return data


class WeightsForm(Form):
    """How much each rule counts."""

    show_marks = False

    def __init__(self, *args: Any, rules: list[Rule], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rules = rules
        for rule in rules:
            self.fields[f"weight_{rule.key}"] = forms.IntegerField(
                label=f"{rule.label}の重み", min_value=0, max_value=20, initial=rule.weight, widget=forms.TextInput({"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
                error_messages=NEEDS,
            )  # fmt: skip
            self.fields[f"hard_{rule.key}"] = forms.BooleanField(
                label=f"{rule.label}が合わなければ外す", required=False, initial=rule.hard
            )

    @property
    def weights(self) -> dict[str, tuple[int, bool]]:
        """By the key of the rule."""
        data = self.cleaned_data
        return {rule.key: (data[f"weight_{rule.key}"], data[f"hard_{rule.key}"]) for rule in self.rules}

    def rows(self) -> list[tuple[Rule, Any, Any]]:
        """Each rule with its two boxes."""
        return [(rule, self[f"weight_{rule.key}"], self[f"hard_{rule.key}"]) for rule in self.rules]


class ListFilter(FilterForm):
    """Whose matches."""

    who = forms.ChoiceField(
        label="だれの", required=False,
        choices=[("mine", "わたしの"), ("agency", "自分の機関の"), ("all", "見られるすべて")],
    )  # fmt: skip
    status = forms.ChoiceField(label="段階", required=False, choices=[("", "つづいているもの"), *MatchStatus.choices])
