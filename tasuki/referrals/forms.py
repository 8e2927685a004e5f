"""What a つなぐシート and its answers ask; forms never save."""

from typing import Any

from django import forms

from tasuki.cases.forms import listed
from tasuki.codes.sheet_fields import SheetForm as InSheet
from tasuki.people.forms import KeptForm
from tasuki.people.models import Person
from tasuki.sharing.enums import SCOPE_LABELS, Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency
from tasuki.ui.forms import FilterForm
from tasuki.ui.widgets import ChoiceTags, TagTicks

from .enums import ConsentState, Purpose
from .rules import MOVES_OWNER

PARTS = [(str(int(part)), SCOPE_LABELS[part]) for part in (Scope.IDENTITY, Scope.ASSESSMENT, Scope.RECORD)]
PURPOSES = [choice for choice in Purpose.choices if choice[0] != Purpose.HAND_BACK]


def lines(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class SheetForm(InSheet, KeptForm):
    """The sheet in the order in which it is read."""

    sheet_name = "referral"
    sheet_when = {
        "consented": "consent=partly", "ground_reason": "consent=partly|none", "scope": "purpose=together",
    }  # fmt: skip

    to = forms.ModelMultipleChoiceField(
        label="つなぎ先", queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text="いくつ選んでもかまいません。それぞれから返事が来ます。",
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label="お願いの形", choices=PURPOSES, widget=forms.RadioSelect, initial=Purpose.TOGETHER,
        help_text="調整や引継ぎを頼むと、受理した機関が主担当になります。調整のときは、あなたの機関もかかわり続けます。",
    )  # fmt: skip
    urgency = forms.ChoiceField(label="緊急度", choices=listed("urgency"), widget=ChoiceTags, required=False)
    persons = forms.ModelMultipleChoiceField(
        label="対象者", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text="受理した機関に開くのは、ここで選んだ人だけです。",
    )  # fmt: skip
    consent = forms.ChoiceField(label="つなぐことへの同意", choices=ConsentState.choices, widget=forms.RadioSelect)
    consented = forms.ModelMultipleChoiceField(
        label="同意した人", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    ground_reason = forms.CharField(
        label="同意なしでつなぐ理由", widget=lines(3), required=False,
        help_text="生命・身体・財産の心配、法令にもとづくことなど。なぜ同意を得られないか、なぜいま要るか。",
    )  # fmt: skip
    scope = forms.MultipleChoiceField(
        label="受理のあとに開く範囲", choices=PARTS, widget=TagTicks, required=False,
        help_text="選ばなければ、同意があるとき三つとも、ないときアセスメントをのぞいて開きます。",
    )  # fmt: skip
    household_label = forms.CharField(label="世帯の呼び方", max_length=120, help_text="氏名を書かずに、どんな世帯か。")
    people_text = forms.CharField(
        label="本人・世帯のこと", widget=lines(3), required=False, help_text="つなぎ先がいま要ることだけを書きます。"
    )
    complaint = forms.CharField(label="主訴・相談のことば", widget=lines(4), required=False)
    topics = forms.MultipleChoiceField(
        label="相談内容", choices=listed("consultation_topic"), widget=TagTicks, required=False
    )
    so_far = forms.CharField(label="これまでの対応", widget=lines(4), required=False)
    wanted = forms.CharField(label="つなぎ先に望むこと", widget=lines(3))
    accompany = forms.BooleanField(label="初回は同行できる", required=False)

    def __init__(
        self, *args: Any, agencies: Any, persons: Any, shown: dict[Any, str], from_case: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.from_case = from_case
        self.fields["to"].queryset = agencies
        for name in ("persons", "consented"):
            self.fields[name].queryset = persons
            self.fields[name].label_from_instance = lambda person: shown.get(person.pk, person.full_name)
        if not shown:
            del self.fields["persons"], self.fields["consented"]

    def clean(self) -> dict[str, Any]:
        """The reason without consent, the persons, one coordinator: each said at its field."""
        data = super().clean()
        consent, purpose = data.get("consent"), data.get("purpose")
        moves = purpose in MOVES_OWNER
        if consent in (ConsentState.NONE, ConsentState.PARTLY) and not data.get("ground_reason", "").strip():
            self._say("ground_reason", "同意のない人がいます。「同意なしでつなぐ理由」を書いてください。")
        if consent == ConsentState.PARTLY and "consented" in self.fields and not data.get("consented"):
            self._say("consented", "「同意した人」を選んでください。")
        if moves and len(data.get("to", ())) > 1:
            self._say("to", "調整や引継ぎを頼む機関は、ひとつだけ選んでください。")
        if self.from_case and not moves and not data.get("persons"):
            self._say("persons" if "persons" in self.fields else "purpose", "「対象者」を、ひとりは選んでください。")
        if extra := set(data.get("consented") or ()) - set(data.get("persons") or ()):
            self._say("consented", f"{next(iter(extra)).full_name}さんは「対象者」に選ばれていません。")
        return data

    def _say(self, name: str, text: str) -> None:
        if name not in self.errors:
            self.add_error(name, text)

    def sheet(self) -> dict[str, Any]:
        """What the action is given."""
        data = self.room_data()
        parts = Scope(sum(int(part) for part in data.pop("scope")))
        kept = data.get("consented") if data["consent"] == ConsentState.PARTLY else ()
        return data | {"to": list(data["to"]), "scope": parts or None, "persons": list(data.get("persons") or ()),
                       "consented": list(kept or ()), "answers": self.answers()}  # fmt: skip


class WorkerForm(KeptForm):
    """Somebody of my agency."""

    worker = forms.ModelChoiceField(label="担当者", queryset=Worker.objects.none(), empty_label=None)

    def __init__(self, *args: Any, colleagues: Any, agencies: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, rows in (("worker", colleagues), ("proposed_agency", agencies)):
            if name in self.fields:
                self.fields[name].queryset = rows


class AcceptForm(WorkerForm):
    """受ける."""

    note = forms.CharField(label="返事", widget=lines(3), required=False, help_text="いつ、だれが動くか。")


class DeclineForm(WorkerForm):
    """受けられない."""

    worker = None  # type: ignore[assignment]
    reason = forms.CharField(label="受けられない理由", widget=lines(3))
    proposed_agency = forms.ModelChoiceField(
        label="ほかの窓口の提案", queryset=Agency.objects.none(), required=False, empty_label="（提案しない）"
    )


class WordsForm(WorkerForm):
    """One text; its label is the act's."""

    worker = None  # type: ignore[assignment]
    text = forms.CharField(widget=lines(4))
    asks = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label = self.asks
        self.fields["text"].error_messages["required"] = f"「{self.asks}」を入力してください。"


class AskForm(WordsForm):
    """問い合わせる."""

    asks = "たずねること"


class ReplyForm(WordsForm):
    """答える."""

    asks = "伝えること"


class WithdrawForm(WordsForm):
    """取り下げる."""

    asks = "取り下げる理由"


class HandBackForm(WordsForm):
    """つなぎもどす."""

    asks = "つなぎもどしのまとめ"


class EndForm(WordsForm):
    """終える."""

    asks = "終えるときの補足"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].required = False


class ListFilter(FilterForm):
    """Above the two lists."""

    state = forms.ChoiceField(
        label="状態", required=False,
        choices=[("open", "続いているもの"), ("waiting", "返事待ち"), ("accepted", "受理・つなぎもどし"),
                 ("done", "終わったもの"), ("all", "すべて")],
    )  # fmt: skip
