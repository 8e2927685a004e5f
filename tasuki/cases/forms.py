"""What the pages of the case ask; forms never save."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from tasuki.codes import lookup
from tasuki.people.enums import Sex
from tasuki.people.forms import BirthField, KanaField, KeptForm, TownField, WordsOrList
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.staff.models import Draft, Worker
from tasuki.tenancy.enums import Project
from tasuki.tenancy.models import Area, Town
from tasuki.ui.fields import JapaneseDateTimeField, MinutesField, WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .attachments import ACCEPT, examine
from .enums import TRANSITIONS, Status
from .models import Case, SupportRecord
from .reading import typed_text

Warn = Callable[[list[str]], list[str]]
KNOWINGLY = "支援措置（DV等）の人の住所・連絡先を、わかったうえで記録に残す"
COPIED_SETTINGS = (
    "method", "parties", "party_note", "minutes", "worker_count", "fellow_workers", "accompanied", "place", "projects",
)  # fmt: skip


def listed(name: str, blank: str = "") -> Callable[[], list[tuple[str, str]]]:
    """Choices of a code list, asked when the form is shown."""
    return lambda: ([("", blank)] if blank else []) + lookup.choices(name)


def restored(form_class: type[forms.Form], draft: Draft, **more: Any) -> forms.Form:
    """The form as it was left (下書き), without complaints about what is still missing."""
    form = form_class(MultiValueDict(draft.fields), **more)
    form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
    return form


class RecordForm(KeptForm):
    """A support record, in the order in which it is told."""

    at = JapaneseDateTimeField(label="いつ")
    method = forms.ChoiceField(label="どのように", choices=listed("contact_method"), widget=ChoiceTags)
    parties = forms.MultipleChoiceField(
        label="だれと", choices=listed("contact_party"), widget=TagTicks, required=False
    )
    party_note = forms.CharField(label="相手の名前・機関", max_length=120, required=False)
    about = forms.ModelMultipleChoiceField(
        label="だれについて", queryset=Person.objects.none(), required=False, widget=TagTicks,
        help_text="選ばなければ世帯全体。ひとりを選ぶと、その人の記録が開かれている機関だけが読めます。"
        "数人を選ぶと、世帯全体の記録に、その人たちの名前が付きます。",
    )  # fmt: skip
    result = forms.ChoiceField(label="会えたか", choices=listed("contact_result", "（選ばない）"), required=False)
    minutes = MinutesField(label="時間", required=False)
    worker_count = forms.IntegerField(
        label="対応した職員の人数",
        min_value=1,
        max_value=30,
        initial=1,
        error_messages={"invalid": "人数は数字で入力してください。"},
    )
    fellow_workers = forms.CharField(label="いっしょに対応した人", max_length=200, required=False)
    accompanied = forms.BooleanField(label="同行した", required=False)
    place = forms.CharField(label="場所", max_length=80, required=False)
    text = forms.CharField(
        label="内容", widget=forms.Textarea(attrs={"rows": 8, "data-hold": "", "data-phrases": ""}),
        help_text="見たこと・聞いたことを書きます。本人のことばは、そのまま「」で。"
        "本人に知らせないことは ［第三者］…［／］（第三者から聞いたこと）・［情報元］…［／］（知らせてくれた人）・"
        "［開示注意］…［／］（本人に伝わると害があること）で囲みます。第三者と情報元は、ほかの機関にも見えません。",
    )  # fmt: skip
    view = forms.CharField(
        label="所見（見立て）", widget=forms.Textarea(attrs={"rows": 3, "data-hold": "", "data-phrases": ""}), required=False,
        help_text="事実と分けて、あなたの考えをここに書きます。",
    )  # fmt: skip
    next_on = WarekiDateField(label="次回予定日", required=False)
    next_text = forms.CharField(label="次回すること", max_length=200, required=False)
    projects = forms.MultipleChoiceField(
        label="数える事業", choices=Project.choices, widget=TagTicks, required=False,
        help_text="ひとつの記録を、いくつの事業にも数えられます。",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, whole: bool = True, warn: Warn | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.warn = warn
        about = self.fields["about"]
        about.queryset = people
        if not whole:
            about.help_text, about.required = "記録が開かれている人を、ひとり選びます。", True
            about.error_messages["required"] = "「だれについて」を選んでください。"
        self.whole, self.several = whole, []

    def clean_about(self) -> Any:
        """Nobody: the household; one: hers; several: the household's with their names (`persons`)."""
        told = self.cleaned_data["about"]
        chosen = [] if told.query.is_empty() else list(told)  # asking nobody's rows costs as much as asking somebody's
        if len(chosen) > 1 and not self.whole:
            raise forms.ValidationError(
                "数人のことは、ひとりずつ別の記録にしてください。世帯全体の支援経過が開かれていないためです。"
            )
        self.several = chosen if len(chosen) > 1 else []
        return chosen[0] if len(chosen) == 1 else None

    def clean_at(self) -> Any:
        """What has not happened yet is not recorded."""
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("これからの日時です。予定は「次回予定日」に書いてください。")
        return self.cleaned_data["at"]

    def clean(self) -> dict[str, Any]:
        """What tells where a protected person is, is written only knowingly."""
        told = super().clean() or self.cleaned_data
        told["persons"] = self.several
        texts = [told.get(name) or "" for name in ("text", "view", "place", "party_note", "next_text")]
        found = self.warn(texts) if self.warn else []
        if found:
            self.fields["knowingly"] = forms.BooleanField(label=KNOWINGLY, required=False)
            if "knowingly" not in self.data:
                self.add_error("text", f"この記録に、伏せるべき住所が入っています（{'・'.join(found)}）。"
                               "消すか、わかったうえで残すしるしを付けて、もう一度送ってください。")  # fmt: skip
        return told

    @staticmethod
    def settings_of(record: SupportRecord | None) -> dict[str, Any]:
        """The settings of another record, to begin from."""
        return {name: getattr(record, name) for name in COPIED_SETTINGS} if record else {}

    @classmethod
    def copy_of(cls, record: SupportRecord) -> dict[str, Any]:
        """Everything of another record but when it was and what comes next."""
        names = [name for name in cls.base_fields if name not in ("at", "next_on", "next_text", "file", "reason")]
        return {name: typed_text(record, name) for name in names}


class FirstRecordForm(RecordForm):
    """A new record, with a file if there is one."""

    file = forms.FileField(
        label="添付", required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF・画像・Excel・Word・テキスト、10MBまで。写真の撮影場所などの情報は消してから保存します。",
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Checked here so that the reason stands at the field."""
        return checked(self.cleaned_data["file"])


class CorrectionForm(RecordForm):
    """A record put right."""

    reason = forms.CharField(
        label="直した理由",
        max_length=200,
        help_text="前の版は消えません。だれが、いつ、なぜ直したかといっしょに残ります。",
    )


class FileForm(Form):
    """One file for a record."""

    file = forms.FileField(label="ファイル", widget=forms.FileInput(attrs={"accept": ACCEPT}),
                           help_text="PDF・画像・Excel・Word・テキスト、10MBまで。")  # fmt: skip

    def clean_file(self) -> Any:
        """Checked here so that the reason stands at the field."""
        return checked(self.cleaned_data["file"])


def checked(upload: Any) -> Any:
    """The upload, if it may be kept."""
    if upload:
        try:
            examine(upload.name, upload.read())
        except Refused as no:
            raise forms.ValidationError(no.reason) from no
        upload.seek(0)
    return upload


class NowForm(KeptForm):
    """「いま」 and the next step."""

    text = forms.CharField(label="いま", widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="次に開いた人が、三行でわかるように。")  # fmt: skip
    next_text = forms.CharField(label="次の一手", max_length=300, required=False)
    next_on = WarekiDateField(label="いつ", required=False)
    next_worker = forms.ModelChoiceField(
        label="だれが", queryset=Worker.objects.none(), required=False, empty_label="（決めていない）"
    )

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["next_worker"].queryset = workers

    @staticmethod
    def of(case: Case) -> dict[str, Any]:
        """What stands there now."""
        return {
            "text": case.now_text,
            "next_text": case.next_text,
            "next_on": case.next_on,
            "next_worker": case.next_worker_id,
        }


class StatusForm(KeptForm):
    """The next status, among those that may follow; ending has a page of its own."""

    status = forms.ChoiceField(label="状態", widget=forms.RadioSelect)
    reason = forms.CharField(label="わけ・補足", max_length=200, required=False)

    def __init__(self, *args: Any, case: Case, **more: Any) -> None:
        super().__init__(*args, **more)
        following = [Status(one) for one in TRANSITIONS[case.status] if one != Status.CLOSED]
        self.fields["status"].choices = [(one.value, one.label) for one in following]


class HandOverForm(KeptForm):
    """Who is in charge from now on."""

    worker = forms.ModelChoiceField(label="次の担当者", queryset=Worker.objects.none(), empty_label="選んでください")
    note = forms.CharField(
        label="引き継ぐこと", widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text="約束していること、気をつけること、次に会う日など。",
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].queryset = workers


class NewcomerForm(KeptForm):
    """A member who is not registered yet; every field may stay empty."""

    show_marks = False
    relation = forms.CharField(label="続柄", max_length=40, required=False, widget=WordsOrList("relation_type"),
                               help_text="母・長男・別居の長女 など")  # fmt: skip
    family_name = forms.CharField(label="氏", max_length=60, required=False)
    given_name = forms.CharField(label="名", max_length=60, required=False)
    family_kana = KanaField(label="氏（カナ）", max_length=80, required=False)
    given_kana = KanaField(label="名（カナ）", max_length=80, required=False)
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN, required=False)
    birth = BirthField(label="生年月日・年代")
    in_household = forms.BooleanField(label="同居している", required=False, initial=True)
    deceased = forms.BooleanField(label="亡くなっている", required=False)

    @property
    def filled(self) -> bool:
        """Whether somebody is named at all."""
        return any(self.cleaned_data.get(name) for name in ("relation", "family_name", "given_name", "birth"))

    def newcomer(self) -> dict[str, Any]:
        """Arguments of `opening.Newcomer`."""
        return {**self.cleaned_data, "sex": self.cleaned_data.get("sex") or Sex.UNKNOWN}


NewcomerFormSet = forms.formset_factory(NewcomerForm, extra=4, max_num=12)


class NewMemberForm(NewcomerForm):
    """A further member: must be told apart from the others."""

    def clean(self) -> dict[str, Any]:
        """At least the relation or a name."""
        data = super().clean()
        if not self.filled:
            self.add_error("relation", "「続柄」か「氏名」を入力してください。")
        return data


class KnownMemberForm(KeptForm):
    """A further member who is registered already."""

    relation = forms.CharField(label="続柄", max_length=40, required=False, widget=WordsOrList("relation_type"))
    in_household = forms.BooleanField(label="同居している", required=False, initial=True)


class OpenCaseForm(KeptForm):
    """A case from a consultation."""

    label = forms.CharField(
        label="世帯の呼び方", max_length=120, required=False,
        help_text="氏名は書きません。空けておくと、続柄と年代から「80代の母と40代の長女の世帯」のように作ります。",
    )  # fmt: skip
    relation = forms.CharField(
        label="本人の続柄", max_length=40, required=False, help_text="ほかの世帯員から見て：母・長男 など"
    )
    town = TownField(label="町字", queryset=Town.objects.none(), required=False, empty_label="（わからない）")
    address = forms.CharField(label="番地・建物", max_length=160, required=False)
    area = forms.ModelChoiceField(
        label="圏域", queryset=Area.objects.none(), required=False, empty_label="（町字から決める）"
    )
    worker = forms.ModelChoiceField(label="担当者", queryset=Worker.objects.none(), empty_label=None)
    rights_screening = forms.BooleanField(label="権利擁護の検討が要る（虐待・後見など）", required=False)

    def __init__(self, *args: Any, workers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].queryset = workers
        self.fields["town"].queryset = Town.objects.select_related("area")
        self.fields["area"].queryset = Area.objects.all()


class ChosenCaseForm(Form):
    """Which running case."""

    case = forms.ModelChoiceField(label="加えるケース", queryset=Case.objects.none(), empty_label="選んでください")

    def __init__(self, *args: Any, cases: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["case"].queryset = cases
