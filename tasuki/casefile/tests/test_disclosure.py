"""A person asks to see her records: gathered, blackened, checked by a second, given as a paper (開示請求)."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from tasuki.assessments.actions import begin_assessment, fill_assessment, fix_assessment
from tasuki.casefile import disclosing
from tasuki.casefile.masking import Span, found, inked, parts
from tasuki.casefile.models import Disclosure, DisclosurePiece, Enclosure, GivenPaper, Masking
from tasuki.cases.access import open_case
from tasuki.cases.opening import open_from_consultation
from tasuki.cases.recording import write_record
from tasuki.intake.actions import take_consultation
from tasuki.people import actions as people
from tasuki.plans.actions import draft_plan
from tasuki.shared import clock
from tasuki.shared.decisions import Refused

SECRETS = ("田代", "借金を知らない", "余命", "一郎", "イチロウ", "090-9999-0000", "長男の通院")


@pytest.fixture
def asked(town):
    """A mother's case, told of by a neighbour, with passages held back and a record about her son alone."""
    mother, son = town.person("花村 ウメ"), town.person("花村 一郎", given_kana="イチロウ")
    with town.acting("sakura") as by:
        heard = take_consultation(
            by=by, at=clock.now(), route="phone_other", words="夜に泣き声。［情報元］田代さんの話［／］", person=mother,
            keep_caller=True, caller_name="田代 道子", caller_contact="090-9999-0000",
        )  # fmt: skip
        case = open_from_consultation(consultation=heard, by=by, label="86歳の母の世帯")
        from tasuki.cases.actions import Member, add_member

        add_member(case=case, member=Member(son, "child"), by=by)
        write_record(case=case, by=by, at=clock.now(), method="visit", view="一郎さんも心配している",
                     text="ウメさんと話す。［第三者］妹は借金を知らない［／］次は一郎さんも。［開示注意］余命は半年［／］")  # fmt: skip
        write_record(case=case, by=by, at=clock.now(), method="visit", text="長男の通院に付き添う。", about=son)
        write_record(case=case, by=by, at=clock.now(), method="phone", text="田代 道子から電話。母は元気。")
        fix_assessment(assessment=fill_assessment(assessment=begin_assessment(case=case, by=by), by=by,
                                                  wishes="一郎と暮らしたい"), by=by)  # fmt: skip
        draft_plan(case=case, by=by, main_person=mother, goal="家で暮らしつづける")
    case.people = [mother, son]
    return case


def begin(town, case, login="sakura", **more):
    with town.acting(login) as by:
        opened = open_case(by, case.pk)
        return disclosing.begin_disclosure(case=opened, person=case.people[0], by=by, asked_on=clock.today(), **more)


def act(town, disclosure, name, login, **more):
    with town.acting(login) as by:
        found = Disclosure.objects.select_related("case__owner_agency", "person").get(pk=disclosure.pk)
        return getattr(disclosing, name)(disclosure=found, by=by, **more)


def decided(town, disclosure, login="sakura"):
    """Everything that is no text is given."""
    with town.acting(login) as by:
        for one in Enclosure.objects.filter(disclosure=disclosure).select_related("disclosure__case", "attachment"):
            disclosing.decide_enclosure(enclosure=one, by=by, decision="give")
    return disclosure


def given(town, disclosure):
    act(town, decided(town, disclosure), "submit_disclosure", "sakura")
    act(town, disclosure, "approve_disclosure", "ken")
    return act(town, disclosure, "give_disclosure", "sakura", how="in_person")


def words(content) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(content))).pages).replace("\n", "")


@pytest.mark.parametrize(("text", "spans", "paper"), [
    ("あいうえお", [], "あいうえお"),
    ("あいうえお", [(1, 3)], "あ■■■■えお"),
    ("あいうえお", [(0, 5)], "■■■■"),
    ("あいうえお", [(0, 2), (1, 4)], "■■■■お"),
    ("あいうえお", [(1, 2), (2, 3)], "あ■■■■えお"),
    ("あいうえお", [(1, 2), (3, 4)], "あ■■■■う■■■■お"),
    ("あい", [(1, 9), (5, 9)], "あ■■■■"),
])  # fmt: skip
def test_a_text_is_cut_along_its_maskings(text, spans, paper):
    maskings = [Span(start, end, "others") for start, end in spans]
    assert "".join(one.bar or one.words for one in inked(text, maskings)) == paper
    assert "".join(part.words for part in parts(text, maskings)) == text


def test_the_longest_name_is_found_first():
    assert [(one.start, one.end) for one in found("花村一郎と一郎", ["一郎", "花村一郎"])] == [(0, 4), (5, 7)]


def test_everything_of_her_is_gathered_and_nothing_of_her_son_alone(town, asked):
    disclosure = begin(town, asked)
    with town.acting("sakura"):
        pieces = list(disclosure.pieces.all())
    assert {piece.source for piece in pieces} == {
        "person", "consultation", "caller", "record", "event", "assessment", "plan", "home",
    }  # fmt: skip
    assert not any("長男の通院" in piece.text for piece in pieces)


def test_what_is_blackened_is_not_in_the_paper(town, asked):
    paper = given(town, begin(town, asked))
    told = words(paper.content)
    for secret in SECRETS:
        assert secret not in told, secret
        assert secret.encode() not in bytes(paper.content)
        assert secret.encode("utf-16-be") not in bytes(paper.content)
    assert "ウメさんと話す。" in told
    assert "母は元気。" in told
    assert "家で暮らしつづける" in told
    assert "■■■■２号" in told
    assert "１号" in told
    assert "２号　本人以外の個人に関する情報" in told
    assert hashlib.sha256(bytes(paper.content)).hexdigest() == paper.digest
    assert "伏せたところ" in paper.told_of


def test_a_masking_is_added_by_its_words_and_taken_off_with_a_reason(town, asked):
    disclosure = begin(town, asked)
    with town.acting("sakura") as by:
        plan = DisclosurePiece.objects.select_related("disclosure__case", "case").get(
            disclosure=disclosure, field="目標"
        )
        with pytest.raises(Refused, match="この記載の中にありません"):
            disclosing.add_masking(piece=plan, by=by, words="ここにない", reason="work")
        (made,) = disclosing.add_masking(piece=plan, by=by, words="暮らしつづける", reason="work", note="ためし")
        disclosing.remove_masking(masking=made, by=by, why="本人に話してある")
        assert len(disclosing.add_masking(piece=plan, by=by, words="家で", everywhere=True, reason="work")) == 2
        disclosing.add_masking(piece=plan, by=by, whole=True, reason="work")
        assert Masking.objects.filter(piece=plan).count() == 3
    told = words(given(town, disclosure).content)
    assert "家で" not in told
    assert "７号" in told


def test_the_one_who_prepared_it_does_not_check_it(town, asked):
    disclosure = decided(town, begin(town, asked))
    with pytest.raises(Refused, match="いまの状態"):
        act(town, disclosure, "give_disclosure", "sakura", how="in_person")
    act(town, disclosure, "submit_disclosure", "sakura", note="見てください")
    with pytest.raises(Refused, match="別の人"):
        act(town, disclosure, "approve_disclosure", "sakura")
    with town.acting("sakura") as by:
        piece = DisclosurePiece.objects.select_related("disclosure__case").filter(disclosure=disclosure).first()
        with pytest.raises(Refused, match="確認に出したもの"):
            disclosing.add_masking(piece=piece, by=by, whole=True, reason="work")
    act(town, disclosure, "send_back_disclosure", "suzuki", note="もう一度")
    act(town, disclosure, "submit_disclosure", "sakura")
    act(town, disclosure, "approve_disclosure", "suzuki")
    assert act(town, disclosure, "give_disclosure", "sakura", how="post").pages >= 1
    with pytest.raises(Refused, match="いまの状態"):
        act(town, disclosure, "drop_disclosure", "sakura")


def test_where_a_protected_member_is_is_blackened_whoever_prepares_it(town, asked):
    son = asked.people[1]
    with town.acting("sakura") as by:
        people.add_contact(person=son, by=by, kind="mobile", value="080-1111-2222")
        home = people.start_household(by=by, town=town.towns[2], address="かくれ荘8号室")
        people.join_household(household=home, person=son, by=by)
        people.protect_person(person=son, by=by, note="支援措置")
        write_record(case=open_case(by, asked.pk), by=by, at=clock.now(), method="phone",
                     text="長男はかくれ荘8号室に移った。電話は080-1111-2222。")  # fmt: skip
    disclosure = decided(town, begin(town, asked, "ken"), "ken")
    act(town, disclosure, "submit_disclosure", "ken")
    act(town, disclosure, "approve_disclosure", "suzuki")
    told = words(act(town, disclosure, "give_disclosure", "ken", how="in_person").content)
    assert "長男は■■■■２号に移った。" in told.replace(" ", "")
    assert "かくれ荘" not in told
    assert "080-1111-2222" not in told


def test_only_the_time_asked_for_is_gathered(town, asked):
    before = begin(town, asked, until=clock.today().replace(year=2025))
    with town.acting("sakura"):
        assert {piece.source for piece in before.pieces.all()} == {"person", "home"}


@pytest.mark.parametrize("login", ["midori", "akira", "yoso", "chair", "admin", "officer"])
def test_no_other_ground_opens_what_is_prepared(town, asked, browse, login):
    disclosure = begin(town, asked)
    paper = given(town, disclosure)
    with town.acting(login):
        for kind in (Disclosure, DisclosurePiece, Masking, GivenPaper):
            assert kind.objects.count() == 0
    other = browse(login)
    for path in ("", f"{disclosure.pk}/", f"{disclosure.pk}/draft/"):
        assert other.get(f"/cases/{asked.pk}/disclosure/{path}").status_code in (403, 404)
    assert other.get(f"/cases/{asked.pk}/papers/{paper.pk}/").status_code in (403, 404)


def test_a_worker_prepares_and_a_colleague_checks_in_the_browser(town, asked, browse, django_assert_max_num_queries):
    page, here = browse("sakura"), f"/cases/{asked.pk}/disclosure/"
    wrong = page.post(here, person=str(asked.people[0].pk), asked_on="R8.11.17", asked_by="agent")
    assert wrong.status_code == 422
    assert "「代理人の氏名」を入力してください。" in wrong.content.decode()
    made = page.post(here, person=str(asked.people[0].pk), asked_on="R8.11.17", asked_by="person")
    assert made.status_code == 302
    with django_assert_max_num_queries(25):
        text = page.get(made["Location"]).content.decode()
    assert "田代" in text  # the worker sees what lies under the bars
    with town.acting("sakura"):
        piece = DisclosurePiece.objects.get(field="目標")
        masking = Masking.objects.filter(proposed=True).first()
    mask = f"{here}pieces/{piece.pk}/mask/"
    assert page.post(mask, words="ない言葉", reason="work").status_code == 422
    assert page.post(mask, words="家", reason="work").status_code == 302
    assert page.post(f"{here}maskings/{masking.pk}/remove/", why="").status_code == 422
    assert page.post(f"{here}maskings/{masking.pk}/remove/", why="本人が知っている").status_code == 302
    with town.acting("sakura"):
        drawing = Enclosure.objects.get()
    assert page.post(made["Location"] + "submit/", note="").status_code == 409
    assert page.post(f"{here}enclosures/{drawing.pk}/", decision="withhold", reason="").status_code == 422
    assert page.post(f"{here}enclosures/{drawing.pk}/", decision="part", reason="work", pages="1").status_code == 422
    assert page.post(f"{here}enclosures/{drawing.pk}/", decision="give", reason="").status_code == 302
    with django_assert_max_num_queries(25):
        holds = page.get(made["Location"] + "holds/").content.decode()
    assert "知らせてくれた人を守るため" in holds
    assert browse("midori").get(made["Location"] + "holds/").status_code in (403, 404)
    draft = page.get(made["Location"] + "draft/")
    assert "案です" in words(draft.content)
    assert page.post(made["Location"] + "submit/", note="").status_code == 302
    assert page.post(made["Location"] + "approve/", note="").status_code == 409
    assert browse("ken").post(made["Location"] + "approve/", note="よい").status_code == 302
    assert page.post(made["Location"] + "give/", how="in_person").status_code == 302
    with town.acting("sakura"):
        paper = GivenPaper.objects.get()
    assert page.get(f"/cases/{asked.pk}/papers/{paper.pk}/").content == bytes(paper.content)
    with django_assert_max_num_queries(25):
        assert paper.number in page.get("/disclosures/").content.decode()
    assert paper.number not in browse("midori").get("/disclosures/").content.decode()
    assert page.post(made["Location"] + "nothing/", note="").status_code == 404
