"""What the pages for the person ask: a line of the letter, a request, a masking, the handing over."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasuki.codes.lookup import choices
from tasuki.people.forms import KeptForm
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form

from .enclosures import numbers
from .enums import AskedBy, EnclosureDecision
from .models import Enclosure
from .shared_with import Line


def listed(name: str) -> Any:
    """Choices of a code list, with an empty one first."""
    return lambda: [("", "選んでください"), *choices(name)]


class LineForm(Form):
    """Tell this line or leave it out."""

    show_marks = False
    line = forms.CharField(widget=forms.HiddenInput)
    told = forms.TypedChoiceField(
        label="手紙に", choices=[("1", "載せる"), ("0", "載せない")], coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.ChoiceField(label="載せないわけ", choices=listed("untold_reason"), required=False)
    note = forms.CharField(label="判断の説明", max_length=300, required=False)

    def __init__(self, *args: Any, lines: Iterable[Line] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = {line.key for line in lines}

    @classmethod
    def of(cls, line: Line) -> "LineForm":
        """As it was decided last."""
        decision = line.decision
        told = decision.told if decision else (None if line.asks else True)
        given = {"line": line.key, "told": {True: "1", False: "0", None: ""}[told]}
        if decision:
            given |= {"reason": decision.reason, "note": decision.note}
        return cls(initial=given, auto_id=f"id_{line.key.replace(':', '_')}_%s")

    def clean_line(self) -> str:
        """One of the lines that stand there."""
        if self.cleaned_data["line"] not in self.known:
            raise forms.ValidationError("この行はもうありません。画面を開きなおしてください。")
        return str(self.cleaned_data["line"])

    def clean(self) -> dict[str, Any]:
        """Left out for a reason."""
        data = super().clean() or {}
        if data.get("told") is False and not data.get("reason"):
            self.add_error("reason", "「載せないわけ」を選んでください。")
        return data


class GiveForm(Form):
    """How the paper goes to the person."""

    how = forms.ChoiceField(label="渡し方", choices=lambda: choices("handing_way"))


class RequestForm(KeptForm):
    """開示請求: whose records, of which time, asked by whom."""

    person = forms.ModelChoiceField(label="だれの記録か", queryset=Person.objects.none(), empty_label="選んでください")
    asked_on = WarekiDateField(label="請求の日", initial=clock.today)
    asked_by = forms.ChoiceField(label="請求した人", choices=AskedBy.choices, initial=AskedBy.PERSON)
    asker_name = forms.CharField(label="代理人の氏名", max_length=80, required=False)
    since = WarekiDateField(label="いつの記録から", required=False, help_text="空けておくと、はじめから。")
    until = WarekiDateField(label="いつの記録まで", required=False, help_text="空けておくと、きょうまで。")

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people

    def clean(self) -> dict[str, Any]:
        """A period in its order; an agent by name."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "「いつの記録まで」が「から」より前です。")
        if data.get("asked_by") != AskedBy.PERSON and not data.get("asker_name"):
            self.add_error("asker_name", "「代理人の氏名」を入力してください。")
        return data


class MaskingForm(Form):
    """Words of a piece, or all of it."""

    show_marks = False
    words = forms.CharField(label="伏せることば", required=False, max_length=1000, strip=False, widget=forms.TextInput)
    everywhere = forms.BooleanField(label="ほかの記載にある同じことばも伏せる", required=False)
    whole = forms.BooleanField(label="この記載を全部伏せる", required=False)
    reason = forms.ChoiceField(label="開示しない理由", choices=listed("nondisclosure_reason"))
    note = forms.CharField(label="説明", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Something to blacken."""
        data = super().clean() or {}
        data["words"] = (data.get("words") or "").strip()
        if not data["words"] and not data.get("whole"):
            self.add_error("words", "伏せることばを、文のとおりに入力してください。")
        return data


class EnclosureForm(Form):
    """What becomes of a file or picture."""

    show_marks = False
    decision = forms.ChoiceField(
        label="扱い", choices=[one for one in EnclosureDecision.choices if one[0] != EnclosureDecision.WAITING]
    )
    pages = forms.CharField(label="渡さないページ", max_length=80, required=False)
    reason = forms.ChoiceField(label="開示しない理由", choices=listed("nondisclosure_reason"), required=False)
    note = forms.CharField(label="説明", max_length=200, required=False)

    def __init__(self, *args: Any, enclosure: Enclosure, **more: Any) -> None:
        super().__init__(*args, **more)
        self.enclosure = enclosure

    def clean(self) -> dict[str, Any]:
        """A reason for what is not given; pages that are there."""
        data = super().clean() or {}
        decision = data.get("decision")
        if decision in (EnclosureDecision.PART, EnclosureDecision.WITHHOLD) and not data.get("reason"):
            self.add_error("reason", "「開示しない理由」を選んでください。")
        if decision == EnclosureDecision.PART:
            if self.enclosure.is_picture:
                self.add_error("decision", "画像と図は、渡すか渡さないかを選んでください。")
            elif not numbers(data.get("pages", ""), self.enclosure.pages):
                self.add_error("pages", "渡さないページを「2、4〜5」のように、あるページの番号で入力してください。")
        return data


class RemovalForm(Form):
    """Why a masking is taken off."""

    show_marks = False
    why = forms.CharField(label="外すわけ", max_length=200)


class StepForm(KeptForm):
    """A word to whoever comes next."""

    note = forms.CharField(label="意見・申し送り", widget=forms.Textarea(attrs={"rows": 3}), required=False)
