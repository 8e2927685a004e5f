"""The table that is brought in."""

from typing import Any

from tasuki.shared.decisions import Refused
from tasuki.ui.table_form import TableForm

from .lines import MOST, rows_said

MOST_LETTERS = 900_000  # what is kept between reading and taking in


class PlacesForm(TableForm):
    """A table of places."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["table"].label = "場所の表"
        self.fields["table"].help_text = f"Excel（xlsx）か CSV、{MOST:,}行まで。"

    def lines_of(self, rows: list[list[Any]]) -> list[dict[str, str]]:
        """Places by heading; not more than can be kept until they are taken in."""
        said = rows_said(rows)
        if sum(len(str(row)) for row in said) > MOST_LETTERS:
            raise Refused("表の文字が多すぎます。行を分けて、二回に取り込んでください。")
        return said
