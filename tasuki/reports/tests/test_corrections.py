"""A corrected record is counted as corrected (記録を直すと実績も直る)."""

from tasuki.cases.recording import correct_record
from tasuki.outreach.actions import begin_approach, visit
from tasuki.reports import engine
from tasuki.shared import clock


def counted(town):
    with town.acting("suzuki") as section:
        rows = {row.key: row.total for row in engine.count("yearly", 2026, section).rows()}
        return rows["visit"], rows["visitor"], rows["visit_met"]


def test_a_visit_whose_record_is_corrected_is_counted_anew(town):
    case = town.case()
    with town.acting("sakura") as sakura:
        ground = {"ground": "own_duty", "ground_note": "郵便受けがあふれ、安否が心配"}
        approach = begin_approach(case=case, by=sakura, **ground)
        made = visit(approach=approach, by=sakura, at=clock.now(), met="unmet", text="留守", worker_count=1)
    assert counted(town) == (1, 1, 0)
    with town.acting("sakura") as sakura:
        told = {"result": "met", "worker_count": 2}
        correct_record(record=made.record, by=sakura, reason="日誌と見くらべた", **told)
    assert counted(town) == (1, 2, 1)
