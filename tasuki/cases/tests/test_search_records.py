"""A worker looks for words in the records she may read."""

import pytest

from tasuki.cases.models import SupportRecord
from tasuki.cases.search import find_records
from tasuki.shared import clock
from tasuki.shared.kana import fold_text

pytestmark = pytest.mark.database


def note(town, case, text, by="sakura", about=None):
    with town.acting(by) as worker:
        return SupportRecord.objects.create(
            case=case, at=clock.now(), method="visit", worker_id=worker.pk, agency_id=worker.agency_id, text=text,
            folded=fold_text(text), written_at=clock.now(), about=about,
        )  # fmt: skip


@pytest.fixture
def records(town):
    case = town.case(by="sakura")
    return [
        note(town, case, "長男に借金があるらしい。ヒキコモリは十年になる。"),
        note(town, case, "母の介護を長男が一人で担っている。"),
        note(town, case, "借用書は見あたらず、金額は分からない。"),
    ]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("借金", [0]),
        ("ひきこもり", [0]),
        ("ﾋｷｺﾓﾘ", [0]),
        ("介護", [1]),
        ("長男", [1, 0]),
        ("長男 介護", [1]),
        ("借金額", []),
        ("金", [2, 0]),
        ("竜宮城", []),
        ("%", []),
        ("", []),
    ],
)
def test_words_are_found_as_people_write_them(town, records, words, hits):
    with town.acting("sakura"):
        assert find_records(words).keys == [records[n].pk for n in hits]


def test_a_stranger_finds_nothing_and_counts_nothing(town, records):
    with town.acting("yoso"):
        found = find_records("長男")
        assert (found.count, found.keys) == (0, [])
