"""A form as the browser sees it (画面の用紙): its boxes with label, kind and value, read from the page itself."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MARK = re.compile(r"\s*※(?:必須|任意)\s*$")


@dataclass
class Box:
    """One name that the form sends: label, kind, what it sends now, and what its choices are called."""

    name: str
    kind: str
    label: str = ""
    section: str = ""
    values: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


def versioned_form(page: str) -> str:
    """The part of the page from `<form` to `</form>` that carries a version; empty when there is none."""
    place = page.find('name="_version"')
    start, end = page.rfind("<form", 0, max(place, 0)), page.find("</form>", place)
    return page[start : end + 7] if place >= 0 and start >= 0 and end >= 0 else ""


def boxes(form: str) -> dict[str, Box]:
    """The boxes of a form in their order; what begins with _ is ours and left out."""
    reader = _Reader()
    reader.feed(form)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Follows labels, legends and headings, so that each box knows what it is called."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, Box] = {}
        self.labels: dict[str, str] = {}
        self.names: list[tuple[str, str, str]] = []  # name, id, own words (aria-label)
        self.legends: list[str] = []
        self.section = ""
        self.text: list[tuple[str, list[str]]] = []  # what is being read: (what, pieces)
        self.label_for = ""
        self.inside: tuple[Box, str] | None = None  # the box inside the label that is being read
        self.select: Box | None = None
        self.option: tuple[str, bool] | None = None
        self.chosen = self.first = None  # type: str | None
        self.area: Box | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        begin = getattr(self, f"_begin_{tag}", None)
        if begin:
            begin(told, {name for name, _ in attrs})

    def handle_endtag(self, tag: str) -> None:
        end = getattr(self, f"_end_{tag}", None)
        if end:
            end()

    def handle_data(self, data: str) -> None:
        for _, pieces in self.text:
            pieces.append(data)

    def _words(self, what: str) -> str:
        """What was written since this part began."""
        for place in range(len(self.text) - 1, -1, -1):
            if self.text[place][0] == what:
                return MARK.sub("", " ".join("".join(self.text.pop(place)[1]).split()))
        return ""

    # labels, legends, headings

    def _begin_label(self, told: dict[str, str], _: set[str]) -> None:
        self.label_for, self.inside = told.get("for", ""), None
        self.text.append(("label", []))

    def _end_label(self) -> None:
        words = self._words("label")
        if self.inside:
            box, value = self.inside
            box.options[value] = words
        elif self.label_for:
            self.labels[self.label_for] = words
        self.inside = None

    def _begin_legend(self, *_: object) -> None:
        self.text.append(("legend", []))

    def _end_legend(self) -> None:
        self.legends[-1:] = [self._words("legend")]

    def _begin_fieldset(self, *_: object) -> None:
        self.legends.append("")

    def _end_fieldset(self) -> None:
        if self.legends:
            self.legends.pop()

    def _begin_h2(self, *_: object) -> None:
        self.text.append(("heading", []))

    def _end_h2(self) -> None:
        self.section = self._words("heading")

    _begin_h3, _end_h3 = _begin_h2, _end_h2

    # boxes

    def _box(self, told: dict[str, str], kind: str) -> Box | None:
        name = told.get("name", "")
        if not name or name.startswith("_") or name == "csrfmiddlewaretoken":
            return None
        if name not in self.found:
            legend = next((words for words in self.legends if words), "")
            self.found[name] = Box(name, kind, legend, self.section)
            self.names.append((name, told.get("id", ""), told.get("aria-label", "")))
        return self.found[name]

    def _begin_input(self, told: dict[str, str], given: set[str]) -> None:
        kind = told.get("type", "text").lower()
        if kind in ("submit", "button", "image", "reset", "file"):
            return
        kind = "date" if "data-wareki" in given else kind
        box = self._box(told, kind)
        if box is None:
            return
        value = told.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind in ("checkbox", "radio"):
            box.options.setdefault(value, "")
            if self.text and self.text[-1][0] == "label":
                self.inside = (box, value)
            if "checked" not in given:
                return
        box.values.append(value)

    def _begin_textarea(self, told: dict[str, str], _: set[str]) -> None:
        self.area = self._box(told, "textarea")
        self.text.append(("textarea", []))

    def _end_textarea(self) -> None:
        place = next((n for n, (what, _) in enumerate(self.text) if what == "textarea"), None)
        words = "".join(self.text.pop(place)[1]) if place is not None else ""
        if self.area is not None:
            self.area.values.append(words.removeprefix("\r").removeprefix("\n"))
        self.area = None

    def _begin_select(self, told: dict[str, str], given: set[str]) -> None:
        self.select = self._box(told, "choices" if "multiple" in given else "select")
        self.first = None

    def _begin_option(self, told: dict[str, str], given: set[str]) -> None:
        self.text.append(("option", []))
        self.option = (told.get("value", ""), "selected" in given)

    def _end_option(self) -> None:
        words = self._words("option")
        if self.select is not None and self.option is not None:
            value, chosen = self.option
            self.select.options[value] = words
            self.first = value if self.first is None else self.first
            if chosen:
                self.select.values.append(value)
        self.option = None

    def _end_select(self) -> None:
        if (
            self.select is not None
            and self.select.kind == "select"
            and not self.select.values
            and self.first is not None
        ):
            self.select.values.append(self.first)
        self.select = None

    def finished(self) -> dict[str, Box]:
        """Every box with what it is called: its label, the legend around it, or the words on its tick."""
        for name, key, own in self.names:
            box = self.found[name]
            words = self.labels.get(key) or own
            if box.kind in ("checkbox", "radio"):
                words = box.label or words or next(iter(box.options.values()), "")
                box.label = words
            else:
                box.label = "　".join(dict.fromkeys(filter(None, (box.label, words))))
        return self.found
