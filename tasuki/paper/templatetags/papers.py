"""`{% load papers %}`: the buttons PDF, Excel and 町の様式 beside a sheet (紙で出す)."""

from typing import Any

from django import template

from tasuki.paper.models import OwnForm

register = template.Library()


@register.inclusion_tag("paper/_buttons.html")
def papers(sheet: str, key: Any) -> dict[str, Any]:
    """sheet: the key of the sheet; key: of the record. The town's own forms stand where there are some in force."""
    here = f"/papers/{sheet}/{key}/"
    own = [
        (f"町の様式（{one.program}）", f"{here}own/{one.kind}/")
        for one in OwnForm.objects.in_force().filter(sheet=sheet)
    ]
    return {"buttons": [("PDF", f"{here}pdf/"), ("Excel", f"{here}excel/"), *own]}
