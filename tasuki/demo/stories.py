"""The stories (物語) as they stand in the files: dated steps, read, checked for form and put in the order of time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tasuki.shared import clock
from tasuki.shared.calendar_jp import add_business_days

FOLDER = Path(__file__).parent / "stories"
TOWNS = Path(__file__).parent / "towns"
HEAD = {"on", "at", "by", "do", "as"}
RELATIVE = re.compile(r"today(?:(?P<sign>[+-])(?P<days>\d+)(?P<business>b?))?")
CLOCK = re.compile(r"\d{2}:\d{2}")


class StoryError(Exception):
    """A story cannot be told as written; says file, step and why."""


@dataclass
class Line:
    """One step (一歩): when, who, what, the name of what comes of it, and the arguments as written."""

    file: str
    number: int
    moment: datetime
    by: str
    do: str
    name: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """The part of the file name in which `$name` is looked up: 「haha86_chonan」."""
        return self.file.removesuffix(".yaml").partition("_")[2]

    def wrong(self, why: str) -> StoryError:
        """An error that finds the step again."""
        return StoryError(f"{self.file} の {self.number} 番目（{self.moment:%Y-%m-%d} {self.do}）: {why}")


class Reader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which only true and false are truth values: `on` is a day and `no` a word."""


Reader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for first, pairs in Reader.yaml_implicit_resolvers.items()
}
Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def load(path: Path) -> Any:
    """A YAML file; the fast reader where it is built in."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=Reader)


def read_day(written: Any, today: date) -> date:
    """2020-04-20, or counted from the day of loading: today, today-4, today+3b (b: business days, 開庁日)."""
    if isinstance(written, date):
        return written
    found = RELATIVE.fullmatch(str(written))
    if found is None:
        raise ValueError(f"日付「{written}」は 2020-04-20 か today-4、today+3b のように書いてください。")
    days = int(found["days"] or 0) * (-1 if found["sign"] == "-" else 1)
    if found["business"]:
        return add_business_days(today, days)
    return today + timedelta(days=days)


def read_town(town: str, today: date | None = None) -> list[Line]:
    """Every step of a town's stories in the order of time; of two at the same moment the file and place decide."""
    day = today or clock.today()
    lines = [line for path in sorted((FOLDER / town).glob("*.yaml")) for line in read_file(path, day)]
    return sorted(lines, key=lambda line: (line.moment, line.file, line.number))


def read_file(path: Path, today: date) -> Iterator[Line]:
    """The steps of one file."""
    return read_steps(path.name, load(path), today)


def read_steps(file: str, steps: list[Any], today: date) -> Iterator[Line]:
    """Steps as lines; they must stand in the order of time, whatever the day of loading."""
    before: datetime | None = None
    for number, words in enumerate(steps, start=1):
        line = _line(file, number, words, today)
        if before and line.moment < before:
            raise line.wrong("前の一歩より早い日時です。")
        before = line.moment
        yield line


def _line(file: str, number: int, words: Any, today: date) -> Line:
    try:
        day = read_day(words["on"], today)
        time = words["at"]
        if not isinstance(time, str) or not CLOCK.fullmatch(time):
            raise ValueError(f'時刻は "09:30" のように引用符で囲んでください（いまは {time!r}）。')
        moment = clock.at(day, time)
        rest = {key: value for key, value in words.items() if key not in HEAD}
        return Line(file, number, moment, words["by"], words["do"], words.get("as", ""), rest)
    except (KeyError, TypeError, ValueError) as error:
        raise StoryError(f"{file} の {number} 番目: {error}") from error
