"""Rows of roles on a form (役割の行): agency × what × by a date or when something happens. Used by minutes too."""

from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField

from tasuki.shared.asked import number
from tasuki.tenancy.models import Agency
from tasuki.ui.fields import WarekiDateField
from tasuki.ui.forms import Form

from .actions import RoleLine

BLANK, MOST = 3, 60


@dataclass(frozen=True)
class Row:
    """One row with its fields, for the template."""

    number: int
    fields: list[BoundField]


def agency_choices() -> list[tuple[str, str]]:
    """Every agency that is still there."""
    return [(str(key), name) for key, name in Agency.objects.filter(closed_on=None).values_list("pk", "name")]


class RoleRowsForm(Form):
    """A form with as many rows as are filled, and a few blank ones; 「行をふやす」 asks for more without a script."""

    abouts: list[tuple[str, str]] = []
    with_who = True
    asked_rows = 0

    @classmethod
    def received(cls, post: Any, draft: Any = None, **given: Any) -> Self:
        """The form as sent; as kept in a draft; or, when more rows are asked for, as typed so far."""
        if post and "more" not in post:
            return cls(post, **given)
        typed = dict(post.lists()) if post else draft.fields if draft else None
        if typed is None:
            return cls(**given)
        rows = "".join(typed.get("rows", []))
        form = cls(**given, rows=(number(rows, MOST) or 0) + (BLANK if post else 0))
        many = forms.MultipleChoiceField
        form.initial = {
            name: typed.get(name, []) if isinstance(field, many) else "".join(typed.get(name, [])[:1])
            for name, field in form.fields.items()
        }
        return form

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_rows = rows

    def add_rows(self, lines: list[dict[str, Any]]) -> None:
        """Make the fields; `lines` are the rows to start from."""
        told = self.data.get("rows", "") if self.is_bound else str(self.asked_rows or "")
        self.row_count = len(lines) + BLANK if (said := number(told)) is None else min(said, MOST)
        self.agencies = agency_choices()
        for n in range(self.row_count):
            for name, field in self._row_fields().items():
                self.fields[f"role{n}_{name}"] = field
                if n < len(lines):
                    self.initial[f"role{n}_{name}"] = lines[n].get(name)

    def _row_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "agency": forms.ChoiceField(label="機関", choices=[("", "選んでください"), *self.agencies], required=False),
            "what": forms.CharField(label="すること", required=False, widget=forms.Textarea(attrs={"rows": 2})),
            "by_date": WarekiDateField(label="いつまで", required=False),
            "trigger": forms.CharField(label="または、そのとき（きっかけ）", required=False, max_length=200),
        }
        if self.with_who:
            fields["who"] = forms.CharField(label="担当", required=False, max_length=80)
            choices = [("", "世帯全体"), *self.abouts]
            fields["about"] = forms.ChoiceField(label="だれのため", choices=choices, required=False)
        return fields

    def role_rows(self) -> list[Row]:
        """For the template."""
        names = list(self._row_fields())
        return [Row(n + 1, [self[f"role{n}_{name}"] for name in names]) for n in range(self.row_count)]

    def clean(self) -> dict[str, Any]:
        """A row that is begun must say who, what, and when."""
        data = super().clean() or self.cleaned_data
        for n in range(self.row_count):
            row = {name: data.get(f"role{n}_{name}") for name in ("agency", "what", "by_date", "trigger")}
            if not any(row.values()):
                continue
            if not row["agency"]:
                self.add_error(f"role{n}_agency", f"役割{n + 1}の機関を選んでください。")
            if not row["what"]:
                self.add_error(f"role{n}_what", f"役割{n + 1}ですることを書いてください。")
            if not (row["by_date"] or row["trigger"] or f"role{n}_by_date" in self.errors):
                self.add_error(f"role{n}_by_date", f"役割{n + 1}に、いつまでか、どんなときかを書いてください。")
        return data

    def lines(self, persons: dict[str, Any] | None = None) -> list[RoleLine]:
        """The rows that were filled."""
        data, known = self.cleaned_data, {str(agency.pk): agency for agency in Agency.objects.filter(closed_on=None)}
        rows = [n for n in range(self.row_count) if data.get(f"role{n}_agency")]
        return [
            RoleLine(
                agency=known[data[f"role{n}_agency"]], what=data[f"role{n}_what"], by_date=data[f"role{n}_by_date"],
                trigger=data[f"role{n}_trigger"], who=data.get(f"role{n}_who") or "",
                about=(persons or {}).get(data.get(f"role{n}_about") or ""),
            )
            for n in rows
        ]  # fmt: skip
