"""What is asked when somebody is added to the genogram (ジェノグラムに人を加える)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import TextChoices

from tasuki.assessments.conditions import LIST
from tasuki.codes.lookup import choices, label
from tasuki.people.enums import RelationKind
from tasuki.people.forms import PersonForm, WordsOrList, ticked
from tasuki.people.models import Person
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags, TagTicks

PARTNERS = (RelationKind.MARRIED, RelationKind.COHABITING, RelationKind.SEPARATED, RelationKind.DIVORCED)
DESCENTS = {
    RelationKind.PARENT: "実の親子", RelationKind.ADOPTIVE_PARENT: "養子", RelationKind.FOSTER_PARENT: "里子",
    RelationKind.STEP_PARENT: "連れ子",
}  # fmt: skip


class Part(TextChoices):
    """What the new person is to the one beside whom she is added."""

    CHILD = "child", "子"
    PARTNER = "partner", "配偶者・パートナー"
    PARENT = "parent", "親"
    SIBLING = "sibling", "きょうだい"


class AddKinForm(PersonForm):
    """One person more: what to whom, then as much of a name as is known."""

    beside = forms.ChoiceField(label="だれの")
    part = forms.ChoiceField(label="何にあたる人か", choices=Part.choices, widget=ChoiceTags, initial=Part.CHILD)
    union = forms.ChoiceField(
        label="ふたりの関係", choices=[(kind.value, kind.label) for kind in PARTNERS], required=False,
        widget=ChoiceTags, initial=RelationKind.MARRIED,
    )  # fmt: skip
    descent = forms.ChoiceField(
        label="親子の関係", choices=[(kind.value, words) for kind, words in DESCENTS.items()], required=False,
        widget=ChoiceTags, initial=RelationKind.PARENT,
    )  # fmt: skip
    other = forms.ChoiceField(label="もうひとりの親", required=False, help_text="わからないときは空けておきます。")
    order = forms.IntegerField(label="第何子か", min_value=1, max_value=20, required=False,
                               widget=forms.NumberInput(attrs={"class": "short"}))  # fmt: skip
    since = forms.CharField(label="いつから（結婚・離婚の年など）", max_length=20, required=False)
    relation = forms.CharField(
        label="本人から見た続柄", max_length=40, required=False, widget=WordsOrList("relation_type"),
        help_text="空けておくと、関係から決めます。",
    )  # fmt: skip
    in_household = forms.BooleanField(label="いっしょに住んでいる", required=False)
    field_order = ["beside", "part", "union", "descent", "other", "order", "since", "family_name", "given_name",
                   "family_kana", "given_kana", "common_name", "sex", "birth", "deceased", "relation", "in_household", "conditions"]  # fmt: skip

    conditions = ticked(LIST, "図の記号", help_text="病気・障害など。わからなければ空けておき、あとから書けます。")

    def __init__(self, *args: Any, persons: Iterable[Person], called: dict[Any, str], marks: bool = True,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name in ("died_on", "note") if marks else ("died_on", "note", "conditions"):
            del self.fields[name]
        self.persons = {str(one.pk): one for one in persons}
        named = [(key, f"{called.get(one.pk, '')}　{one.full_name}".strip("　")) for key, one in self.persons.items()]
        self.fields["beside"].choices = named
        self.fields["other"].choices = [("", "わからない・書かない"), *named]

    def clean(self) -> dict[str, Any]:
        """Persons instead of their keys; nobody is both parents."""
        told = super().clean()
        told["note"] = ""
        if told.get("part") == Part.CHILD and told.get("other") and told["other"] == told.get("beside"):
            self.add_error("other", "「だれの」とは別の人を選んでください。")
        for name in ("beside", "other"):
            told[name] = self.persons.get(told.get(name, ""))
        told["other"] = told["other"] if told.get("part") == Part.CHILD else None
        return told

    def kin(self) -> dict[str, Any]:
        """For the action."""
        told = self.cleaned_data
        names = ("beside", "part", "union", "descent", "other", "order", "since", "relation", "in_household")
        marked = {"conditions": told.get("conditions", [])}
        return {name: told[name] for name in names} | {"person": self.registration()} | marked


class ConditionForm(Form):
    """The letters beside one person; a letter that was closed since stays where it stands already."""

    codes = forms.MultipleChoiceField(label="あてはまるもの", required=False, widget=TagTicks)

    def __init__(self, *args: Any, kept: list[str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"codes": kept}, **kwargs)
        listed = dict(choices(LIST)) | {code: label(LIST, code) for code in kept}
        self.fields["codes"].choices = listed.items()
