"""Search, lists and results give the answers of plain SQL, to three readers of one small town, in few queries."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from tasuki.cases.models import CaseGrant, SupportRecord
from tasuki.cases.search import find_records
from tasuki.shared import clock
from tasuki.shared.kana import fold_text
from tasuki.tenancy.context import on_behalf_of_all

WORDS = ("介護", "ヤングケアラー", "電話", "した", "依存 した", "竜宮城", "母", "ＤＶ")
PIECES = (
    "母と電話で話した。", "介護のことを聞いた。", "アルコールの依存が心配だと言う。", "ＤＶの相談があった。",
    "学校へ行った。", "ヤングケアラーかもしれない。", "家賃が払えない。", "雨の中を訪ねた。",
    "本人は会えないと言った。", "100%自分でやりたい。",
)  # fmt: skip
SEES_ALL, OWNER, GUEST = "suzuki", "sakura", "midori"


@pytest.fixture
def records(town) -> list[SupportRecord]:
    """Three hundred records of eight cases: two of them open to another agency, one of these for one person only."""
    dice = random.Random(7)
    cases = [town.case(by=by) for by in (OWNER,) * 5 + ("akira",) * 2 + ("midori",)]
    rows = []
    with town.acting(SEES_ALL) as section:
        for number in range(300):
            case = cases[dice.randrange(8)]
            text = "".join(dice.sample(PIECES, 3)) + f"{number}回目。"
            rows.append(SupportRecord(
                case=case, at=clock.now() - timedelta(days=dice.randrange(900), minutes=number), method="phone",
                text=text, folded=fold_text(text), worker_id=case.worker_id, agency_id=case.owner_agency_id,
                written_at=clock.now(),
                about=case.people[dice.randrange(2)] if number % 3 == 0 else None, current=number % 20 > 0,
            ))  # fmt: skip
        SupportRecord.objects.bulk_create(rows)
        for case, person in ((cases[0], None), (cases[5], cases[5].people[0])):
            CaseGrant.objects.create(
                case=case, person=person, agency=town.agencies["hokatsu"], keeper_id=case.owner_agency_id,
                ground="consent", scope=15, since=clock.now() - timedelta(days=1), source=case.pk,
                given_by_id=section.pk,
            )  # fmt: skip
    return rows


def expected(rows, worker, words: str) -> list:
    """What the reader may read and holds every word, newest first: in Python, from the grants."""
    with on_behalf_of_all():
        grants = list(CaseGrant.objects.live().held_by(worker).filter(scope__gte=8))
    open_to = {(grant.case_id, grant.person_id) for grant in grants if grant.scope & 8}
    found = [
        row for row in rows
        if row.current and all(word in row.folded for word in fold_text(words).split())
        and (worker.sees_all or (row.case_id, None) in open_to or (row.case_id, row.about_id) in open_to)
    ]  # fmt: skip
    return [row.pk for row in sorted(found, key=lambda row: (row.at, row.pk), reverse=True)]


@contextmanager
def few_cases(most: int) -> Iterator[None]:
    """Above how many cases the search goes by the index on words; small towns would never get there."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.few_cases', %s, true)", [str(most)])
    yield
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.few_cases', '', true)")


@pytest.mark.parametrize("login", [SEES_ALL, OWNER, GUEST, "yoso"])
@pytest.mark.parametrize("most", [60, 0])
def test_words_are_found_as_plain_sql_finds_them(town, records, login, most):
    with town.acting(login) as worker, few_cases(most):
        for words in WORDS:
            wanted = expected(records, worker, words)
            hits = find_records(words)
            assert (hits.count, hits.more, hits.keys) == (len(wanted), False, wanted[:20]), words


@pytest.mark.parametrize("login", [SEES_ALL, OWNER, GUEST])
def test_every_page_measured_by_the_bench_asks_few_queries(browse, records, login, django_assert_max_num_queries):
    case = records[0].case if login == SEES_ALL else next(row.case for row in records if row.case.owner_agency.key == {
        OWNER: "sogo", GUEST: "hokatsu"}[login])  # fmt: skip
    reader = browse(login)
    for path in ("/cases/", f"/cases/{case.pk}/", "/search/?q=介護", "/results/"):
        with django_assert_max_num_queries(25):
            assert reader.get(path).status_code == 200, path


def test_the_page_of_a_search_shows_what_was_found(browse, town, records):
    with town.acting(OWNER) as worker:
        wanted = expected(records, worker, "介護")
    page = browse(OWNER).get("/search/", q="介護").content.decode()
    assert list(dict.fromkeys(re.findall(r"#record-([0-9a-f-]{36})", page))) == [str(key) for key in wanted[:20]]
    assert f"{len(wanted)}件" in page


def test_a_statement_is_stopped_after_the_time_of_the_settings(town):
    with town.acting(OWNER), connection.cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        assert cursor.fetchone()[0] == "5s"
