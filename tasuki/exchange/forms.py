"""The table that is brought in."""

from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.ui.table_form import TableForm

from . import scheme_table
from .lines import MOST, rows_said

MOST_LETTERS = 900_000  # what is kept between reading and taking in


class SchemesForm(TableForm):
    """A table of schemes of support."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["table"].label = "支援制度の表"
        self.fields["table"].help_text = f"Excel（xlsx）か CSV、{MOST:,}行まで。"

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """Schemes by heading; not more than can be kept until they are taken in."""
        return _not_too_much(scheme_table.rows_said(rows))


def _not_too_much(said: list[dict[str, str]]) -> list[dict[str, str]]:
    if sum(len(str(row)) for row in said) > MOST_LETTERS:
        raise Refused("表の文字が多すぎます。行を分けて、二回に取り込んでください。")
    return said


class PlacesForm(TableForm):
    """A table of places."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["table"].label = "場所の表"
        self.fields["table"].help_text = f"Excel（xlsx）か CSV、{MOST:,}行まで。"

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """Places by heading; not more than can be kept until they are taken in."""
        return _not_too_much(rows_said(rows))
