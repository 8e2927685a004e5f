"""Every question that is put together once answers as the ORM would, on every page of the house."""

import pytest
from django.db import models

from tasuki.shared import once
from tests.figures import note
from tests.whole_town import pages


def told(rows):
    return [row.pk if isinstance(row, models.Model) else row for row in rows]


@pytest.mark.parametrize("login", ["sakura", "suzuki", "midori", "yoso"])
def test_what_is_put_together_once_answers_as_what_is_put_together_now(whole, browse, login, monkeypatch):
    wrong, asked, kept = [], set(), once._Question.__call__

    def both(question, *given):
        rows = kept(question, *given)
        now = list(question._build(*given))
        asked.add(question.__qualname__)
        if sorted(map(str, told(rows))) != sorted(map(str, told(now))):
            wrong.append((question.__qualname__, told(rows), told(now)))
        return rows

    monkeypatch.setattr(once._Question, "__call__", both)
    somebody = browse(login)
    for page in pages(whole):
        answer = somebody.get(page.address)
        if answer.streaming:
            list(answer.streaming_content)
    somebody.get("/search/?q=電話")
    assert wrong == []
    assert len(asked) >= 8 or login != "sakura", asked
    note(f"{login}: 一度だけ組み立てる問い {len(asked)}種、答えの違い 0")
