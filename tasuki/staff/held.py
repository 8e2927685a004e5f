"""What was sent when the sign-in had ended (預かり): it goes back to the browser sealed, and to nobody but its worker."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .sealed import seal, unseal

PURPOSE, HOURS = "held", 24
# Never carried: the token of the page, and passwords, which she types again.
LEFT_OUT = ("csrfmiddlewaretoken", "password", "code", "credential")


@dataclass(frozen=True)
class Held:
    """A form as it was sent: to where, by whom, with what."""

    path: str
    worker: str
    fields: list[tuple[str, str]]
    files: bool

    @property
    def texts(self) -> list[str]:
        """What she had written, to be read again."""
        return [value for name, value in self.fields if not name.startswith("_") and len(value.strip()) > 3]


def hold(request: HttpRequest) -> str:
    """The form of this request as a sealed text; files are not carried."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values
        if not any(word in name for word in LEFT_OUT)
    ]  # fmt: skip
    told: dict[str, Any] = {
        "path": request.get_full_path(), "worker": request.session.get("worker", ""), "fields": fields,
        "files": bool(request.FILES),
    }  # fmt: skip
    return seal(told, PURPOSE)


def held(text: str) -> Held | None:
    """The form again; None when the text is not ours or a day old."""
    told = unseal(text, PURPOSE, HOURS * 3600) if text else None
    if not isinstance(told, dict):
        return None
    return Held(told["path"], told["worker"], [(name, value) for name, value in told["fields"]], told["files"])
