"""A box on the page of the day (きょうの欄): a room fills it, `desk` shows it; one with nothing in it is not shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One line of a box: where it leads, when, and one muted sentence."""

    label: str
    url: str
    when: str = ""  # 「11月25日」, bold before the label
    note: str = ""
    chip: str = ""
    tone: str = "gray"
    late: bool = False


@dataclass(frozen=True)
class Box:
    """A box: its title, its lines, one sentence on top, and the page that shows all of it."""

    title: str
    entries: list[Entry] = field(default_factory=list)
    lead: str = ""
    more: str = ""
    more_url: str = ""
    tone: str = ""

    @property
    def card(self) -> str:
        """The tone of the card: only red says that somebody must act."""
        return self.tone if self.tone in ("key", "red", "plain") else ""

    def __bool__(self) -> bool:
        return bool(self.entries)
