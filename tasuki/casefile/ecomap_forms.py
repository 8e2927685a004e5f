"""What is asked of a tie on the ecomap (エコマップのつながり)."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tasuki.people.models import Person
from tasuki.ui.forms import Form
from tasuki.ui.widgets import ChoiceTags

from .ecomap_enums import Flow, Sector, Strength
from .ecomap_parties import Party

CLOCK = [(n, f"{n // 2 or 12}時{'半' if n % 2 else ''}の向き") for n in range(24)]


class TieForm(Form):
    """Who, where, how the tie is; an empty direction keeps the place the drawing gives."""

    name = forms.CharField(
        label="だれ・何", max_length=60, help_text="友人、近所の人、犬、教会、仕事など。記録にない人やものも書けます。"
    )
    sector = forms.ChoiceField(label="分野", choices=[("", "選んでください"), *Sector.choices])
    strength = forms.ChoiceField(label="つながり", choices=Strength.choices, widget=ChoiceTags, initial=Strength.NORMAL)
    flow = forms.ChoiceField(label="支えの向き", choices=Flow.choices, widget=ChoiceTags, initial=Flow.NONE)
    what = forms.CharField(label="何を", max_length=40, required=False, help_text="買い物、話し相手、金銭管理 など。")
    often = forms.CharField(
        label="どのくらい", max_length=20, required=False, help_text="月2回訪問、毎日、盆と正月 など。"
    )
    about = forms.ChoiceField(label="だれとのつながりか", required=False)
    hour = forms.TypedChoiceField(
        label="置くところ", choices=[("", "分野の向き（決まった場所）"), *CLOCK], required=False, coerce=int, empty_value=None,
        help_text="図を時計に見立てた向き。選ぶと、ほかの人が増えても動きません。",
    )  # fmt: skip
    far = forms.BooleanField(label="外側に置く", required=False)

    def __init__(self, *args: Any, persons: Iterable[Person], called: dict[Any, str], party: Party | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.persons = {str(one.pk): one for one in persons}
        self.fields["about"].choices = [("", "世帯全体"), *((key, called[one.pk]) for key, one in self.persons.items())]
        if party and not party.own:
            # Its name stands in the records.
            del self.fields["name"]

    def tie(self) -> dict[str, Any]:
        """For the action."""
        return {**self.cleaned_data, "about": self.persons.get(self.cleaned_data.get("about", ""))}


def told(party: Party) -> dict[str, Any]:
    """What stands in the form of a party that is drawn already."""
    names = ("name", "sector", "strength", "flow", "what", "often", "about", "hour", "far")
    return {name: getattr(party, name) for name in names}


class KeepForm(Form):
    """The name of a kept ecomap."""

    title = forms.CharField(label="見出し", max_length=60, required=False, help_text="「6か月後」「会議のとき」など。")
