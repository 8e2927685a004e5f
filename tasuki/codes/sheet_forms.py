"""What the pages of sheets ask (設定 › 様式)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .models import Code
from .sheet_definitions import Field, Section, Sheet
from .sheet_fields import box
from .sheet_files import LARGEST, Told, read_file
from .sheet_kinds import ANSWERS, OF_ROOMS
from .titles import title

OWN_OPTIONS = ""


class SectionForm(Form):
    """The words of a section."""

    label = forms.CharField(label="区分の名前", max_length=80)
    help = forms.CharField(label="説明", max_length=400, required=False, help_text="見出しの下に小さく出ます。")
    text = forms.CharField(
        label="紙に刷る文", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="同意の文など、いつも同じ文。空けておくと出ません。",
    )  # fmt: skip
    per = forms.ChoiceField(
        label="だれについて", choices=[("household", "世帯に一つ"), ("person", "世帯員ごと")], widget=ChoiceTags,
        initial="household",
    )  # fmt: skip

    def __init__(self, *args: Any, asks_per: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_per:
            del self.fields["per"]


class FieldForm(Form):
    """One question: of a column only its words, of an own one everything."""

    label = forms.CharField(label="項目の名前", max_length=80)
    kind = forms.ChoiceField(label="答え方", choices=[*ANSWERS.items()], widget=ChoiceTags, initial="text")
    list = forms.ChoiceField(label="選ぶもの", required=False)
    options = forms.CharField(
        label="選択肢", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="1行に1つずつ書きます。"
    )
    help = forms.CharField(label="説明", max_length=400, required=False, help_text="入力欄の上に小さく出ます。")
    required = forms.BooleanField(label="必須にする（書かないと進めません）", required=False)

    def __init__(self, *args: Any, own: bool = True, needed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        names = sorted(set(Code.objects.values_list("list", flat=True)), key=title)
        self.fields["list"].choices = [(OWN_OPTIONS, "下に自分で書く"), *((one, title(one)) for one in names)]
        if not own:
            for name in ("kind", "list", "options"):
                del self.fields[name]
        if needed:
            del self.fields["required"]

    def clean_options(self) -> Any:
        """One a line, without empty ones."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """A question to be chosen from has something to choose."""
        told = super().clean() or self.cleaned_data
        if told.get("kind") in ("choice", "choices") and not told.get("list") and len(told.get("options") or []) < 2:
            self.add_error("options", "選択肢を2つ以上、1行に1つずつ書いてください。")
        return told

    def facts(self) -> dict[str, Any]:
        """As it is written into the sheet."""
        told = dict(self.cleaned_data)
        if told.get("kind") not in ("choice", "choices"):
            told.pop("list", None), told.pop("options", None)
        elif told.get("list"):
            told.pop("options")
        return told

    @classmethod
    def of(cls, field: dict[str, Any], data: Any = None, **more: Any) -> "FieldForm":
        """The form with what stands there."""
        return cls(data, initial=field | {"options": "\n".join(field.get("options", ()))}, **more)


class ForceForm(Form):
    """From which day."""

    since = WarekiDateField(label="使いはじめる日", initial=clock.today, help_text="きょうか、これからの日。")

    def clean_since(self) -> Any:
        """Not backwards: what was written before was written under the version before."""
        if self.cleaned_data["since"] < clock.today():
            raise ValidationError("きょうか、これからの日にしてください。")
        return self.cleaned_data["since"]


class LoadForm(Form):
    """The file of a set."""

    file = forms.FileField(
        label="様式とコードのファイル", widget=forms.FileInput(attrs={"accept": ".toml,.json,.txt"}),
        help_text="TOML か JSON、1MBまで。読み込む前に、何が変わるかを見られます。",
    )  # fmt: skip
    told: Told | None = None

    def clean_file(self) -> Any:
        """Read at once, in the process without keys."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("ファイルが大きすぎます。1MBまでにしてください。")
        try:
            self.told = read_file(file.read())
        except Refused as no:
            raise ValidationError(no.reason) from no
        return file


class PreviewForm(Form):
    """The sheet as it will be asked; nobody sends it."""

    def __init__(self, *args: Any, sheet: Sheet, **more: Any) -> None:
        super().__init__(*args, **more)
        self.used = sheet
        for section in sheet.sections:
            for field in section.fields:
                self.fields[_name(section, field)] = self._box(field)

    @staticmethod
    def _box(field: Field) -> forms.Field:
        """Its box; a question of the house with choices of its own says so."""
        known = field.list or field.options or field.kind not in ("choice", "choices")
        made = box(field, clock.today()) if known else forms.CharField(required=False)
        made.label, made.disabled, made.required = field.full_label, True, field.required
        said = (
            "画面で入れる欄です。" if field.kind in OF_ROOMS else "" if known else "選ぶものは、画面で決まっています。"
        )
        made.help_text = field.help or said
        if field.kind == "tick":
            made = forms.BooleanField(label=field.label, help_text=field.help, required=False, disabled=True)
        return made

    def sections(self) -> list[tuple[Section, list[BoundField]]]:
        """Sections with their boxes."""
        return [(one, [self[_name(one, field)] for field in one.fields]) for one in self.used.sections]


def _name(section: Section, field: Field) -> str:
    return f"{section.per}_{field.key}"
