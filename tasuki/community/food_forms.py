"""What is asked when food comes, goes or is counted (フードドライブの入力)."""

from decimal import Decimal

from django import forms

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import FilterForm, Form

from .food_actions import Brought, Taken
from .food_enums import DonorKind, MoveKind
from .food_models import FoodDonor, FoodStock
from .models import Place

LINES = 6
NO_LINE = "食料を一つ以上書いてください。"
NO_QUANTITY = "出す数を、一つ以上書いてください。"
NOT_SO_MUCH = "残りは{amount}{unit}です。"
WHERE_TO = {"given": "渡した所を選ぶか、名前を書いてください。", "moved": "移した先を選んでください。"}
SAME = "同じ場所です。別の場所を選んでください。"


def _places() -> list[tuple[str, str]]:
    """Open places by name."""
    names = Place.objects.filter(closed=False).order_by("name").values_list("pk", "name")
    return [("", "選んでください"), *((str(key), name) for key, name in names)]


def _place(key: str) -> Place | None:
    return Place.objects.filter(pk=key).first() if key else None


class StockFilter(FilterForm):
    """Place, kind, words, soon out of date."""

    words = forms.CharField(label="品名", required=False)
    place = forms.ChoiceField(label="置き場所", required=False)
    kind = forms.ChoiceField(label="種類", required=False)
    soon = forms.BooleanField(label="期限の近いものだけ", required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "すべて"), *((str(place.pk), place.name) for place in places)]
        self.fields["kind"].choices = [("", "すべて"), *lookup.choices("food_kind")]


class BookFilter(FilterForm):
    """Kind of line, place."""

    kind = forms.ChoiceField(label="出し入れ", required=False, choices=[("", "すべて"), *MoveKind.choices])
    place = forms.ChoiceField(label="置き場所", required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "すべて"), *((str(place.pk), place.name) for place in places)]


class DonorForm(Form):
    """A giver of food; single residents are not named."""

    name = forms.CharField(
        label="名称", max_length=120, help_text="個人の名前は登録しません。回収箱は「○○の回収箱」と書きます。"
    )
    kind = forms.ChoiceField(label="種別", choices=DonorKind)
    member = forms.BooleanField(label="社会福祉法人連絡会などの会員", required=False)

    def __init__(self, *args, donor: FoodDonor | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.donor = donor

    def clean_name(self):
        """One giver under one name."""
        name = self.cleaned_data["name"]
        same = FoodDonor.objects.filter(name=name)
        if (same.exclude(pk=self.donor.pk) if self.donor else same).exists():
            raise forms.ValidationError("同じ名称の提供者が登録されています。")
        return name


class ChangeDonorForm(DonorForm):
    """A giver put right, or resting."""

    closed = forms.BooleanField(
        label="いまは提供がない",
        required=False,
        help_text="受け取りの選択肢から外します。これまでの記録と報告書は残ります。",
    )


class FoodInForm(Form):
    """Who brought it, where it lies now."""

    on = WarekiDateField(label="受け取った日", initial=clock.today)
    place = forms.ChoiceField(label="置き場所")
    donor = forms.ModelChoiceField(
        label="提供者",
        queryset=FoodDonor.objects.none(),
        required=False,
        empty_label="住民の持ち込み（名前は書かない）",
    )
    people = forms.IntegerField(label="持って来た人数", min_value=0, max_value=9999, required=False,
                                help_text="住民の持ち込みや回収箱のとき。")  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = _places()
        self.fields["donor"].queryset = FoodDonor.objects.filter(closed=False)

    def clean_place(self):
        """The place itself."""
        return _place(self.cleaned_data["place"])


class FoodLineForm(Form):
    """One kind of food; an empty line is no line."""

    kind = forms.ChoiceField(label="種類", required=False)
    name = forms.CharField(label="品名", max_length=80, required=False)
    quantity = forms.DecimalField(
        label="数量", min_value=Decimal("0.01"), max_digits=9, decimal_places=2, required=False
    )
    unit = forms.ChoiceField(label="単位", required=False)
    best_before = WarekiDateField(label="賞味期限", required=False)

    show_marks = False

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, prefix=f"l{number}", **kwargs)
        self.fields["kind"].choices = [("", "選ぶ"), *lookup.choices("food_kind")]
        self.fields["unit"].choices = lookup.choices("food_unit")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{number + 1}品めの{field.label}"

    @property
    def filled(self) -> bool:
        """Something was written in it."""
        return bool(self.is_bound and (self["name"].data or self["quantity"].data))

    def clean(self):
        """A line begun is finished."""
        told = super().clean()
        if self.filled:
            for name in ("kind", "name", "quantity"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, f"「{self.fields[name].label}」を入力してください。")
        return told

    def brought(self) -> Brought:
        """What the action takes."""
        told = self.cleaned_data
        return Brought(told["kind"], told["name"], told["quantity"], told["unit"], told["best_before"])


def food_lines(data=None) -> list[FoodLineForm]:
    """The lines of the form."""
    return [FoodLineForm(data, number=number) for number in range(LINES)]


def lines_hold(form: Form, lines: list[FoodLineForm]) -> bool:
    """All of them in order, and at least one."""
    if not any(line.filled for line in lines):
        form.add_error(None, NO_LINE)
    return all([form.is_valid(), *(line.is_valid() for line in lines)])


class TakingForm(Form):
    """A quantity for each lot that lies at the place."""

    def __init__(self, *args, stock: list[FoodStock], **kwargs):
        super().__init__(*args, **kwargs)
        self.stock = stock
        for one in stock:
            label = f"{one.lot.name}（{one.lot.number}）の数"
            box = forms.NumberInput(attrs={"aria-label": label, "inputmode": "decimal", "step": "any"})
            self.fields[f"q_{one.lot_id}"] = forms.DecimalField(
                label=label, min_value=Decimal(0), max_digits=9, decimal_places=2, required=False, widget=box
            )

    def rows(self):
        """Each lot with its box."""
        return [(one, self[f"q_{one.lot_id}"]) for one in self.stock]

    def taken(self) -> list[Taken]:
        """What the action takes."""
        return [Taken(one.lot, told) for one in self.stock if (told := self.cleaned_data.get(f"q_{one.lot_id}"))]

    def within_stock(self) -> None:
        """Not more than lies there, said at the line."""
        for one in self.stock:
            if (told := self.cleaned_data.get(f"q_{one.lot_id}")) and told > one.quantity:
                unit = lookup.label("food_unit", one.lot.unit)
                self.add_error(f"q_{one.lot_id}", NOT_SO_MUCH.format(amount=one.amount, unit=unit))
        if not self.errors and not self.taken():
            self.add_error(None, NO_QUANTITY)


class FoodOutForm(TakingForm):
    """Where it goes: a kitchen or desk, another shelf, or nowhere."""

    kind = forms.ChoiceField(label="出し方", widget=forms.RadioSelect, initial="given", choices=[
        ("given", "配る（子ども食堂・相談窓口・団体）"), ("moved", "別の置き場所へ移す"),
        ("expired", "期限切れで処分する"), ("lost", "破損などで処分する"),
    ])  # fmt: skip
    on = WarekiDateField(label="日付", initial=clock.today)
    to = forms.ChoiceField(label="渡した所・移した先", required=False)
    recipient = forms.CharField(label="台帳にない所の名前", max_length=120, required=False,
                                help_text="個人の名前は書きません。世帯に渡すときは、ケースの画面から記録します。")  # fmt: skip
    people = forms.IntegerField(label="受け取った人数（分かれば）", min_value=0, max_value=9999, required=False)
    reason = forms.CharField(label="わけ", max_length=200, required=False)

    def __init__(self, *args, place: Place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["to"].choices = _places()
        self.order_fields(["kind", "on", "to", "recipient", "people", "reason"])

    def clean_to(self):
        """The place itself."""
        return _place(self.cleaned_data["to"])

    def clean(self):
        """A way needs its end, and there must be enough."""
        told = super().clean()
        kind, to = told.get("kind"), told.get("to")
        if kind in WHERE_TO and not to and not (kind == "given" and told.get("recipient")):
            self.add_error("to", WHERE_TO[kind])
        if kind == "moved" and to and to.pk == self.place.pk:
            self.add_error("to", SAME)
        self.within_stock()
        return told


class FoodCountForm(TakingForm):
    """What was counted on the shelf; an empty box is not counted."""

    on = WarekiDateField(label="数えた日", initial=clock.today)
    reason = forms.CharField(label="差のわけ（分かれば）", max_length=200, required=False)

    def taken(self) -> list[Taken]:
        """Zero counts too."""
        told = ((one, self.cleaned_data.get(f"q_{one.lot_id}")) for one in self.stock)
        return [Taken(one.lot, counted) for one, counted in told if counted is not None]

    def clean(self):
        """At least one line."""
        told = super().clean()
        if not self.errors and not self.taken():
            self.add_error(None, "数えた数を、一つ以上書いてください。")
        return told


class UndoForm(Form):
    """Why the line was wrong."""

    reason = forms.CharField(
        label="取り消すわけ", max_length=200, help_text="例：数の打ちまちがい。正しい内容は、あらためて記録します。"
    )
