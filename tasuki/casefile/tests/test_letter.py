"""A worker tells a person with whom her information was shared, and leaves out what must not be told (提供の記録)."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from tasuki.audit.models import Entry
from tasuki.casefile.models import GivenPaper, LetterDecision
from tasuki.casefile.shared_with import shared_with
from tasuki.casefile.telling import decide_line, give_letter
from tasuki.cases.access import open_case
from tasuki.cases.consenting import take_consent, withdraw_consent
from tasuki.meetings import actions as meetings
from tasuki.meetings.tests import scenes
from tasuki.people import actions as people
from tasuki.referrals.actions import send_referral
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


@pytest.fixture
def shared(town):
    """Consents of mother and son to different agencies, a sheet without consent, a conference without consent."""
    case, _sitting, item = scenes.ready(town)
    mother, son = case.people
    with town.acting("sakura") as by:
        given = {"by": by, "answer": "given", "asked_on": clock.today(), "method": "written"}
        case.consent = take_consent(case=case, person=mother, items=["basic", "progress"], purpose="通院のため",
                                    agencies=[town.agencies["kikan"]], **given)  # fmt: skip
        take_consent(case=case, person=son, items=["basic"], agencies=[town.agencies["shakyo"]], purpose="借金のこと",
                     **given)  # fmt: skip
        send_referral(by=by, to=[town.agencies["hokatsu"]], wanted="見守り", consent="none", case=case, persons=[mother],
                      ground_reason="隣の田代さんの通報で命にかかわる")  # fmt: skip
    with town.acting("midori") as by:
        meetings.accept_secrecy(call=item.calls_made["hokatsu"], by=by)
    return case


def path(case, more=""):
    return f"/cases/{case.pk}/persons/{case.people[0].pk}/letter/{more}"


def words(paper) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(paper.content))).pages).replace("\n", "")


def decide_all(town, case, told=False):
    with town.acting("sakura") as by:
        opened = open_case(by, case.pk)
        for line in shared_with(opened, case.people[0], by).undecided:
            decide_line(case=opened, person=case.people[0], line=line.key, told=told, reason="danger", by=by)


def give(town, case, login="sakura"):
    with town.acting(login) as by:
        return give_letter(case=open_case(by, case.pk), person=case.people[0], by=by, how="in_person")


def test_every_sharing_of_this_person_is_a_line(town, shared):
    with town.acting("sakura") as by:
        found = shared_with(open_case(by, shared.pk), shared.people[0], by)
    assert [(line.agency, bool(line.asks)) for line in found.lines] == [
        ("基幹相談支援センター", False), ("地域包括支援センター 第3", True), ("地域包括支援センター 第3", True),
    ]  # fmt: skip
    assert [one.purpose for one in found.consents] == ["通院のため"]


def test_the_letter_waits_until_what_may_endanger_is_decided(town, shared):
    with pytest.raises(Refused, match="まだ判断していない行が2行"):
        give(town, shared)
    decide_all(town, shared)
    assert give(town, shared).pages == 1


def test_the_paper_tells_of_her_alone_and_leaves_out_what_was_left_out(town, shared):
    decide_all(town, shared)
    paper = give(town, shared)
    told = words(paper)
    assert "花村 ウメ 様" in told
    assert "基幹相談支援センター" in told
    assert "通院のため" in told
    for secret in ("一郎", "借金", "田代", "通報", "支援会議", "地域包括支援センター", "社会福祉協議会"):
        assert secret not in told, secret
    assert "親展" in told
    assert "山本 さくら" in told
    assert hashlib.sha256(bytes(paper.content)).hexdigest() == paper.digest


def test_a_decision_may_be_changed_and_both_stay(town, shared):
    decide_all(town, shared, told=False)
    decide_all_again = {"told": True, "note": "本人が会議を知っている"}
    with town.acting("sakura") as by:
        case = open_case(by, shared.pk)
        for line in shared_with(case, shared.people[0], by).lines[1:]:
            decide_line(case=case, person=shared.people[0], line=line.key, by=by, **decide_all_again)
        assert LetterDecision.objects.count() == 4
    assert "地域包括支援センター" in words(give(town, shared))


def test_a_withdrawn_consent_is_told_with_its_day(town, shared):
    with town.acting("sakura") as by:
        withdraw_consent(case=open_case(by, shared.pk), consent=shared.consent, by=by)
    decide_all(town, shared)
    told = words(give(town, shared))
    assert "に撤回" in told
    assert "令和8年11月18日まで" in told


def test_where_another_member_is_protected_every_line_is_decided(town, shared):
    with town.acting("sakura") as by:
        people.protect_person(person=shared.people[1], by=by, note="支援措置")
        assert len(shared_with(open_case(by, shared.pk), shared.people[0], by).undecided) == 3


def test_a_worker_decides_line_by_line_and_downloads_the_paper(town, shared, browse, django_assert_max_num_queries):
    page = browse("sakura")
    with django_assert_max_num_queries(40):
        text = page.get(path(shared)).content.decode()
    assert "判断が必要" in text
    with town.acting("sakura") as by:
        keys = [line.key for line in shared_with(open_case(by, shared.pk), shared.people[0], by).undecided]
    refused = page.post(path(shared, "line/"), line=keys[0], told="0", note="あぶない")
    assert refused.status_code == 422
    assert "「載せないわけ」を選んでください。" in refused.content.decode()
    assert "あぶない" in refused.content.decode()
    assert page.post(path(shared, "line/"), line="grant:x", told="1").status_code == 422
    assert page.post(path(shared, "give/"), how="in_person").status_code == 409
    for key in keys:
        assert page.post(path(shared, "line/"), line=key, told="0", reason="danger").status_code == 302
    assert page.post(path(shared, "give/"), how="in_person").status_code == 302
    with town.acting("sakura"):
        paper = GivenPaper.objects.get()
        assert Entry.objects.filter(act="export", case_id=shared.pk).count() == 1
    got = page.get(f"/cases/{shared.pk}/papers/{paper.pk}/")
    assert got["Content-Type"] == "application/pdf"
    assert got.content == bytes(paper.content)
    assert paper.number in page.get(path(shared)).content.decode()


@pytest.mark.parametrize("login", ["yoso", "midori", "akira", "chair", "admin", "officer"])
def test_nobody_else_prepares_or_reads_it(town, shared, browse, login):
    decide_all(town, shared)
    paper = give(town, shared)
    other = browse(login)
    assert other.get(f"/cases/{shared.pk}/papers/{paper.pk}/").status_code in (403, 404)
    assert other.post(path(shared, "give/"), how="in_person").status_code in (403, 404, 409)
    with town.acting(login):
        assert GivenPaper.objects.count() == 0
        assert LetterDecision.objects.count() == 0


def test_the_section_may_prepare_it_too(town, shared):
    decide_all(town, shared)
    assert give(town, shared, "suzuki").number.startswith("提R8-")
