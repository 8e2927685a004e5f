"""The page of a case: what its owner sees in one look, what a partner sees, what a stranger does not."""

import re
from datetime import timedelta

import pytest

from tasuki.audit.models import Entry
from tasuki.cases.actions import set_now
from tasuki.cases.consenting import take_consent
from tasuki.cases.models import SupportRecord
from tasuki.cases.recording import write_record
from tasuki.people import actions as people
from tasuki.people.actions import protect_person
from tasuki.people.enums import RelationKind
from tasuki.shared import clock

TABS = ("", "household/", "assessment/", "referrals/", "outreach/", "meetings/", "plans/")
PAPERS = ("print/", "print/records/", "looks/")


@pytest.fixture
def case(town):
    """A mother and her son; the son has agreed to the 基幹, the mother has not."""
    case = town.case(names=("花村 一郎", "花村 ウメ"))
    son, mother = case.people
    with town.acting("sakura") as sakura:
        people.relate(first=mother, second=son, kind=RelationKind.PARENT, by=sakura)
        people.add_contact(person=mother, by=sakura, kind="home", value="0859-00-0001")
        take_consent(case=case, person=son, by=sakura, answer="given", asked_on=clock.today(), method="oral",
                     items=["basic", "progress"], agencies=[town.agencies["kikan"]])  # fmt: skip
        set_now(case=case, by=sakura, text="弁当の配達を考えている。", next_text="通院に同行する",
                next_on=clock.today() + timedelta(days=3), next_worker=sakura)  # fmt: skip
        write_record(case=case, by=sakura, at=clock.now(), method="visit", text="長男と話す。", about=son, minutes=35,
                     worker_count=2)  # fmt: skip
        write_record(case=case, by=sakura, at=clock.now(), method="phone", text="母から電話。", about=mother)
    return case


def open_page(browse, login, case, path=""):
    return browse(login).get(f"/cases/{case.pk}/{path}")


def test_the_owner_sees_in_one_look(town, case, browse, django_assert_max_num_queries):
    sakura = browse("sakura")
    sakura.get(f"/cases/{case.pk}/")
    with django_assert_max_num_queries(25):
        page = sakura.get(f"/cases/{case.pk}/").content.decode()
    for words in ("86歳の母と40代の長男の世帯", "アセスメント中", "自機関（担当）", "この記録を見られる機関：2", "花村 一郎：同意あり",
                  "花村 ウメ：同意なし", "弁当の配達を考えている。", "通院に同行する", "職員2名・35分", "母から電話。",
                  "基幹相談支援センター", "本人同意（花村 一郎）", "<svg"):  # fmt: skip
        assert words in page, words


def test_the_agency_of_a_consent_sees_the_son_and_nothing_of_the_mother(case, browse):
    page = open_page(browse, "akira", case).content.decode()
    assert "本人同意" in page
    assert "長男と話す。" in page
    assert "世帯員（非開示）" in page
    for words in ("花村 ウメ", "母から電話。", "弁当の配達", "だれが見たか", "この記録を見られる機関"):
        assert words not in page, words
    home = open_page(browse, "akira", case, "household/").content.decode()
    assert "花村 一郎" in home
    assert "花村 ウメ" not in home
    assert "0859-00-0001" not in home


def test_a_part_that_is_not_open_says_which_and_why(case, browse):
    answer = open_page(browse, "akira", case, "assessment/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "「アセスメント」は、あなたの閲覧の根拠（本人同意）では開かれていません。" in page
    assert "主担当の総合相談支援センター" in page


@pytest.mark.parametrize("path", TABS + PAPERS)
def test_every_tab_and_paper_opens_to_the_owner_and_to_no_stranger(case, browse, path, django_assert_max_num_queries):
    sakura = browse("sakura")
    sakura.get(f"/cases/{case.pk}/{path}")
    with django_assert_max_num_queries(60 if path == "print/" else 30):
        assert sakura.get(f"/cases/{case.pk}/{path}").status_code == 200
    assert open_page(browse, "yoso", case, path).status_code == 404
    assert open_page(browse, "admin", case, path).status_code == 403


def test_every_look_is_written_down_with_its_ground(town, case, browse):
    open_page(browse, "akira", case)
    page = open_page(browse, "sakura", case, "looks/").content.decode()
    assert "石田 明" in page
    assert "本人同意" in page
    assert (
        "だれが見たかは、主担当の機関だけが見られます。" in open_page(browse, "akira", case, "looks/").content.decode()
    )
    with town.acting("suzuki"):
        assert Entry.objects.filter(case_id=case.pk, act="look", worker_name="石田 明").exists()


def test_a_protected_person_is_reached_only_by_the_worker_in_charge(town, case, browse):
    with town.acting("sakura") as sakura:
        protect_person(person=case.people[1], by=sakura, note="令和9年3月まで")
    assert "0859-00-0001" in open_page(browse, "sakura", case, "household/").content.decode()
    for path in ("household/", "print/"):
        page = open_page(browse, "ken", case, path).content.decode()
        assert "非開示（支援措置）" in page
        assert "0859-00-0001" not in page


@pytest.fixture
def long_case(town, case):
    """Five hundred records."""
    with town.acting("sakura") as sakura:
        SupportRecord.objects.bulk_create(
            SupportRecord(case=case, at=clock.now() - timedelta(hours=n), method="phone" if n % 2 else "visit",
                          text=f"記録その{n}。", worker=sakura, agency=sakura.agency, written_at=clock.now())
            for n in range(1, 501)
        )  # fmt: skip
    return case


def test_five_hundred_records_are_read_twenty_at_a_time(long_case, browse, django_assert_max_num_queries):
    sakura, path, seen = browse("sakura"), f"/cases/{long_case.pk}/", []
    with django_assert_max_num_queries(25):
        page = sakura.get(path)
    while page and len(seen) < 100:
        seen += [line.key for line in page.context["page"].lines]
        following = page.context["page"].next_url
        page = sakura.client.get(path + following) if following else None
    assert len(seen) == len(set(seen)) == 100
    visits = sakura.get(path, only="visit").content.decode()
    assert "記録その2。" in visits
    assert "記録その1。" not in visits
    assert "ケースを開いた" not in visits


def test_paper_holds_every_record(long_case, browse):
    page = open_page(browse, "sakura", long_case, "print/records/").content.decode()
    assert "記録その500。" in page
    assert "母から電話。" in page


def test_now_written_by_two_at_once_keeps_both_texts(town, case, browse):
    sakura = browse("sakura")
    with town.acting("ken") as ken:
        case.refresh_from_db()
        old = case.version
        set_now(case=case, by=ken, text="小川が書いた。")
    answer = sakura.post(f"/cases/{case.pk}/now/", _version=old, text="山本が書いた。")
    assert answer.status_code == 409
    page = re.sub(r"<[^>]+>", "", answer.content.decode())  # what differs stands in marks
    assert "小川が書いた。" in page
    assert "山本が書いた。" in page
    again = sakura.post(f"/cases/{case.pk}/now/", _version=old + 1, text="合わせて書いた。")
    assert again.status_code == 302
