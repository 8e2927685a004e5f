"""Every form of the house as a browser finds it: opened by the worker who may, filled so that it could be accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import resolve

from tasuki.staff.roles import ROLES
from tasuki.ui.seen import Box, boxes

from .cast import WORKERS
from .whole_town import Page, pages

# Who opens a page, the first who may.
CAST = ("sakura", "suzuki", "midori", "nao", "chair", "admin", "officer", "akira")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S | re.I)
# Forms of a single look: the gallery writes nothing; leaving and changing posts end the visit.
NOT_PLAYED = ("/ui/", "/sign-out/", "/sign-in/", "/me/")
FILLED = {"date": "R8.11.18", "text": "ひなた", "textarea": "ひなた", "email": "a@example.jp", "number": "1",
          "password": "nagai-kotoba-2026", "search": "ひなた", "tel": "03-0000-0000"}  # fmt: skip


@dataclass
class Found:
    """One form: where it is sent, by whom, its boxes, files and buttons."""

    address: str
    login: str
    page: str
    boxes: dict[str, Box]
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The address without keys, and what is asked: the same form on two pages is one."""
        return re.sub(r"[0-9a-f-]{36}", "…", self.address) + " " + ",".join(sorted(self.boxes))

    def filled(self) -> dict[str, list[str]]:
        """As somebody would send it who fills in every box."""
        return {name: values for name, box in self.boxes.items() if (values := _fill(name, box))} | {
            name: [value] for name, value in self.hidden.items()
        }


def _fill(name: str, box: Box) -> list[str]:
    if box.kind in ("checkbox", "radio", "select", "choices"):
        chosen = [value for value in box.values if value]
        return chosen or [value for value in box.options if value][:1]
    if any(box.values) or box.kind == "hidden":
        return box.values
    if name.endswith("_time"):
        return ["09:30"]
    return [FILLED.get(box.kind, "ひなた")]


def forms_in(body: str, page: str, login: str) -> list[Found]:
    """The forms of a page that post."""
    found = []
    for attributes, inside in FORM.findall(body):
        if not re.search(r"method=[\"']?post", attributes, re.I):
            continue
        action = re.search(r"\saction=[\"']([^\"']*)", attributes)
        address = urljoin(page, action.group(1)) if action else page
        ours = dict(re.findall(r'<input type="hidden" name="(_(?:version|base))" value="([^"]*)"', inside))
        buttons = re.findall(r'<button[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', inside)
        files = re.findall(r'<input[^>]*type="file"[^>]*name="([^"]+)"', inside)
        files += re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="file"', inside)
        found.append(Found(address, login, page, boxes(inside), ours, buttons, sorted(set(files))))
        if draft := re.search(r"data-draft=[\"']([^\"']+)", attributes):
            found.append(Found(draft.group(1), login, page, boxes(inside), ours))
    return found


def opened_pages(made: dict[str, Any], browse: Any) -> Iterator[tuple[Page, str, str]]:
    """Each page that can be read: by the first of the cast who may, and what it shows; nothing for files."""
    cast: dict[str, Any] = {}
    for page in pages(made):
        wanted = getattr(resolve(urlsplit(page.address).path).func, "permission", None)
        for login in CAST:
            if wanted is not None and wanted not in ROLES[WORKERS[login][2]].permissions:
                continue
            answer = cast.setdefault(login, browse(login)).get(page.address)
            if answer.status_code == 200:
                html = not answer.streaming and answer["Content-Type"].startswith("text/html")
                yield page, login, answer.content.decode() if html else ""
                break


def every_form(made: dict[str, Any], browse: Any) -> list[Found]:
    """Each form once, from all pages of the house as the cast finds them."""
    known: dict[str, Found] = {}
    for page, login, body in opened_pages(made, browse):
        for form in forms_in(body, urlsplit(page.address).path, login):
            if not form.address.startswith(NOT_PLAYED):
                known.setdefault(form.name, form)
    return list(known.values())
