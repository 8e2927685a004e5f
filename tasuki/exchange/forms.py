"""The table that is brought in."""

from collections.abc import Callable
from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.ui.table_form import TableForm

from . import lines, scheme_table
from .brought import MOST

MOST_LETTERS = 900_000  # what is kept between reading and taking in


class RegisterForm(TableForm):
    """A table for a register: rows by heading, not more than can be kept until they are taken in."""

    label: str
    rows_said: Callable[[list[list[Any]]], list[dict[str, str]]]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["table"].label = self.label
        self.fields["table"].help_text = f"Excel（xlsx）か CSV、{MOST:,}行まで。"

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """The rows below the headings."""
        said = self.rows_said(rows)
        if sum(len(str(row)) for row in said) > MOST_LETTERS:
            raise Refused("表の文字が多すぎます。行を分けて、二回に取り込んでください。")
        return said


class PlacesForm(RegisterForm):
    """A table of places."""

    label, rows_said = "場所の表", staticmethod(lines.rows_said)


class SchemesForm(RegisterForm):
    """A table of schemes of support."""

    label, rows_said = "支援制度の表", staticmethod(scheme_table.rows_said)
