"""Where warnings and comments go, and where they never go: the answer to the person, the papers of a meeting, the results."""

from datetime import date

from tasuki.casefile.piece import Asked
from tasuki.casefile.pieces import pieces_of
from tasuki.cases.access import open_case
from tasuki.cases.comments import write_comment
from tasuki.cases.consenting import take_consent
from tasuki.cases.recording import write_record
from tasuki.cases.warning_actions import warn
from tasuki.meetings import actions as meetings
from tasuki.meetings import papers
from tasuki.meetings.talk_actions import ask_screening, hold_conference
from tasuki.outreach.actions import begin_approach
from tasuki.outreach.watch_actions import begin_long_watch
from tasuki.participation.actions import begin_sheet, fill_sheet
from tasuki.shared import clock

LATER = date(2027, 4, 1)


def told_to(town, case, person):
    with town.acting("sakura") as by:
        pieces = pieces_of(Asked(case=open_case(by, case.pk), person=person, worker=by))
        return {piece.text: piece.spans for piece in pieces}


def test_a_warning_she_was_not_told_of_is_blackened_to_begin_with(town):
    case = town.case()
    mother, son = case.people
    with town.acting("sakura") as by:
        warn(case=case, by=by, kind="visit", text="犬がいる", review_on=LATER, told="told", about=mother)
        warn(
            case=case,
            by=by,
            kind="safety",
            text="夜は二人で行く",
            review_on=LATER,
            told="not_told",
            told_reason="怒られる",
        )
        warn(case=case, by=by, kind="contact", text="長男の職場にはかけない", review_on=LATER, told="told", about=son)
        write_comment(case=case, by=by, text="同僚への一言")
        write_record(case=case, by=by, at=clock.now(), method="visit", text="長男とだけ話した", about=son)
        write_record(case=case, by=by, at=clock.now(), method="visit", text="ふたりと話した", persons=[mother, son])
    told = told_to(town, case, mother)
    assert told["犬がいる"] == []
    assert [(span.start, span.end, span.reason) for span in told["夜は二人で行く"]] == [(0, 7, "work")]
    assert told["怒られる"]
    assert "同僚への一言" in told
    assert "ふたりと話した" in told
    assert not {"長男の職場にはかけない", "長男とだけ話した"} & set(told)


def test_comments_stay_off_the_paper_and_out_of_the_timeline(town, browse):
    case, sakura = town.case(), browse("sakura")
    with town.acting("sakura") as by:
        write_comment(case=case, by=by, text="同僚への一言")
        warn(case=case, by=by, kind="visit", text="犬がいる", review_on=LATER, told="told")
    for address in ("", "print/records/", "print/"):
        assert "同僚への一言" not in sakura.get(f"/cases/{case.pk}/{address}").content.decode(), address
    assert "犬がいる" not in sakura.get(f"/cases/{case.pk}/print/records/").content.decode()
    lines = sakura.get(f"/cases/{case.pk}/").context["page"].lines
    assert all("犬" not in line.text for line in lines)


def test_the_papers_of_a_meeting_hold_neither_nor_a_record_of_several_of_whom_one_did_not_agree(town):
    case = town.case()
    mother, son = case.people
    with town.acting("sakura") as by:
        warn(case=case, by=by, kind="visit", text="犬がいる", review_on=LATER, told="told")
        write_comment(case=case, by=by, text="同僚への一言")
        keys = [write_record(case=case, by=by, at=clock.now(), method="visit", text=text, persons=persons).pk
                for text, persons in (("ふたりと話した", [mother, son]), ("家のなかを見た", []))]  # fmt: skip
        take_consent(case=case, person=mother, by=by, answer="given", asked_on=clock.today(), method="written",
                     items=["basic", "household", "progress"], agencies=[town.agencies["kikan"]], purpose="支援")  # fmt: skip
    with town.acting("suzuki") as by:
        body = meetings.found_body(by=by, key="shien", name="会議", legal_types=["support_conference"],
                                   host_agency=town.agencies["fukushi"])  # fmt: skip
        sitting = meetings.convene(body=body, by=by, at=clock.now(), form="in_person")
    with town.acting("sakura") as by:
        for without, expected in ((True, 2), (False, 1)):
            item = meetings.put_on_agenda(sitting=sitting, by=by, title="世帯のこと", case=case, without_consent=without,
                                          why_without="命にかかわる" if without else "")  # fmt: skip
            told = str(
                papers.build(item, by, papers.Picks(genogram=True, assessment=True, plan=True, records=tuple(keys)))
            )
            assert "犬がいる" not in told
            assert "同僚への一言" not in told
            assert ("ふたりと話した" in told) + ("家のなかを見た" in told) == expected


def test_what_stands_beside_the_records_is_told_too_and_not_what_is_another_members(town):
    """Outreach, watch, talks, 権利擁護, participation: asked for by the mother, written about her or the household."""
    case = town.case()
    mother, son = case.people
    with town.acting("sakura") as by:
        begin_approach(
            case=case, by=by, before_consent=False, person=mother, how_found="新聞がたまっていた", aim="あいさつから"
        )
        begin_long_watch(case=case, by=by, why="冬に弱る", workers=[by], signs="雨戸")
        hold_conference(
            case=case, by=by, at=clock.now(), subject="鍵の預かり", agencies=[by.agency], decided="預からない"
        )
        ask_screening(case=case, by=by, reason="通帳を次男が持っている")
        for person, wish in ((mother, "編み物を教えたい"), (son, "釣りに行きたい")):
            sheet = begin_sheet(case=case, person=person, by=by)
            fill_sheet(sheet=sheet, by=by, wishes=wish)
    told = told_to(town, case, mother)
    wanted = {
        "新聞がたまっていた",
        "あいさつから",
        "冬に弱る",
        "雨戸",
        "鍵の預かり",
        "預からない",
        "通帳を次男が持っている",
        "編み物を教えたい",
    }
    assert wanted <= set(told)
    assert "釣りに行きたい" not in told
