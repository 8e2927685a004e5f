"""Going to somebody who does not ask: ground, visits met and unmet, stages, the end."""

from datetime import date, timedelta

import pytest

from tasuki.cases.grants import admit
from tasuki.cases.models import CaseEvent, SupportRecord
from tasuki.cases.recording import correct_record, write_record
from tasuki.outreach import actions
from tasuki.outreach.models import Approach, Stage, StageChange, Visit
from tasuki.outreach.watching import under_way
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Ground, Scope

SON = {"ground": "own_duty", "ground_note": "郵便受けがあふれ、安否が心配"}


def begin(town, case, by="sakura", **more):
    with town.acting(by) as worker:
        return actions.begin_approach(case=case, by=worker, **(SON | more))


def test_before_consent_the_ground_is_written_down(town):
    case = town.case()
    with pytest.raises(Refused, match="根拠とその説明"):
        begin(town, case, ground_note=" ")
    approach = begin(town, case, aim="玄関先で話せるようになる")
    with town.acting("sakura"):
        assert approach.before_consent
        assert StageChange.objects.get().stage == Stage.FINDING
        assert CaseEvent.objects.filter(kind="approach_opened").get().text.endswith("玄関先で話せるようになる")


def test_after_consent_no_ground_is_asked(town):
    approach = begin(town, town.case(), ground="", ground_note="", before_consent=False)
    assert not approach.before_consent


@pytest.mark.database
def test_an_unmet_visit_by_two_counts_and_becomes_a_record(town):
    case = town.case()
    approach = begin(town, case, person=case.people[1], next_on=date(2026, 11, 20))
    with town.acting("sakura") as sakura:
        visit = actions.visit(approach=approach, by=sakura, at=clock.now(), met="unmet", text="応答なし。手紙を残した",
                              worker_count=2, minutes=20, next_on=date(2026, 11, 25),
                              next_note="夕方に行く")  # fmt: skip
        record = SupportRecord.objects.get()
        assert (visit.record, visit.stage, visit.worker_count) == (record, "finding", 2)
        assert (record.method, record.result, record.projects, record.about) == (
            "visit",
            "absent",
            ["outreach"],
            case.people[1],
        )
        approach.refresh_from_db()
        assert (approach.next_on, approach.next_worker_id, approach.next_note) == (
            date(2026, 11, 25),
            sakura.pk,
            "夕方に行く",
        )


def test_stages_go_on_and_back_and_are_kept(town):
    approach = begin(town, town.case())
    with town.acting("sakura") as sakura:
        actions.advance(approach=approach, stage="trust", by=sakura)
        actions.advance(approach=approach, stage="finding", by=sakura, note="転居した")
        with pytest.raises(Refused, match="同じ段階"):
            actions.advance(approach=approach, stage="finding", by=sakura)
        assert [step.stage for step in StageChange.objects.all()] == ["finding", "trust", "finding"]


def test_the_end_keeps_the_visits_and_refuses_more(town):
    approach = begin(town, town.case(), next_on=date(2026, 11, 25))
    with town.acting("ken") as ken:
        actions.end_approach(approach=approach, by=ken, reason="本人から電話が来るようになった")
        assert approach.next_on is None
        with pytest.raises(Refused, match="終えた"):
            actions.visit(approach=approach, by=ken, at=clock.now(), met="met", text="会えた")


def test_whoever_has_the_mother_only_sees_the_approach_to_the_mother(town):
    case = town.case()
    mother, son = case.people
    to_mother, to_son = begin(town, case, person=mother), begin(town, case, person=son)
    with town.acting("sakura") as sakura:
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.IDENTITY | Scope.RECORD, source=uuid7(), by=sakura,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
    with town.acting("midori") as midori:
        assert set(Approach.objects.all()) == set(Approach.objects.visible_to(midori)) == {to_mother}
        visit = actions.visit(approach=to_mother, by=midori, at=clock.now(), met="met", text="話せた")
        assert set(Visit.objects.all()) == set(Visit.objects.visible_to(midori)) == {visit}
        with pytest.raises(Refused):
            actions.visit(approach=to_son, by=midori, at=clock.now(), met="met", text="話せた")
        with pytest.raises(Refused):
            actions.begin_approach(case=case, by=midori, **SON)
    with town.acting("yoso"):
        assert not Approach.objects.exists()
        assert not Visit.objects.exists()


def test_the_list_shows_mine_the_earliest_day_first_and_what_is_late(town):
    case = town.case()
    late, open_, soon = (begin(town, case, next_on=on) for on in (date(2026, 11, 16), None, date(2026, 11, 19)))
    with town.acting("sakura") as sakura:
        lines, more = under_way(sakura)
        assert [line.approach for line in lines] == [late, soon, open_]
        assert [line.words for line in lines] == ["2日過ぎています", "あと1日", "次の日を決める"]
        assert not more
    with clock.stopped_at(clock.now() + timedelta(days=31)), town.acting("sakura") as sakura:
        assert all(line.long_ago for line in under_way(sakura)[0])
    with town.acting("ken") as ken:
        assert under_way(ken) == ([], False)
        assert len(under_way(ken, "agency")[0]) == 3


def test_a_corrected_record_corrects_its_visit(town):
    case = town.case()
    approach = begin(town, case)
    with town.acting("sakura") as sakura:
        visit = actions.visit(approach=approach, by=sakura, at=clock.now(), met="unmet", text="留守", worker_count=1)
        other = write_record(case=case, by=sakura, at=clock.now(), method="phone", text="電話", worker_count=3)
        told = {"result": "met", "worker_count": 2, "party_note": "長男"}
        new = correct_record(record=visit.record, by=sakura, reason="日誌と見くらべた", **told)
        newer = correct_record(record=new, by=sakura, reason="誤字", text="玄関で会えた")
        correct_record(record=other, by=sakura, reason="人数", worker_count=4)
        visit.refresh_from_db()
        assert (visit.record_id, visit.met, visit.worker_count, visit.who_met) == (newer.pk, "met", 2, "長男")
