"""Changes are written down by the database: every row, whoever writes and however."""

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from tasuki.audit.models import Change, ChangedValues
from tasuki.cases.models import Case


def changes(table, **more):
    return list(Change.objects.filter(table_name=table, **more).order_by("number", "id"))


def test_a_changed_row_tells_who_when_and_what(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        Case.objects.filter(pk=case.pk).update(label="別の呼び名", next_text="電話")
        change = changes("cases_case", act="update")[-1]
        assert (change.row_id, change.case_id, change.worker_id) == (case.pk, case.pk, sakura.pk)
        assert sorted(change.fields) == ["label", "next_text"]
        told = ChangedValues.objects.get(pk=change.pk)
        assert told.difference["label"] == ["86歳の母と40代の長男の世帯", "別の呼び名"]
