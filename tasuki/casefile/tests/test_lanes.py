"""A case along time: who was in touch when, where nobody was, what comes next."""

from datetime import date, timedelta

import pytest

from tasuki.casefile.lanes import Band, Gap, gaps, joined, kind_of
from tasuki.cases import grants
from tasuki.cases.recording import write_record
from tasuki.shared import clock
from tasuki.sharing.enums import Ground, Scope

DAY = date(2026, 4, 1)


def days(*numbers):
    return [DAY + timedelta(days=n) for n in numbers]


@pytest.mark.parametrize(
    ("contacts", "until", "found"),
    [
        ([], 10, []),
        ([], 31, [(0, 31)]),
        ([3, 20, 40], 50, []),
        ([3, 40], 60, [(3, 40)]),
        ([5], 90, [(5, 90)]),
        ([30, 61], 70, [(30, 61)]),
    ],
)
def test_gaps_of_more_than_so_many_days(contacts, until, found):
    told = gaps(days(*contacts), DAY, DAY + timedelta(days=until), 30, running=True)
    assert [((gap.start - DAY).days, (gap.end - DAY).days) for gap in told] == found


def test_a_gap_is_told_in_words():
    assert (
        Gap(DAY, DAY + timedelta(days=68)).said
        == "令和8年4月1日から令和8年6月8日まで、68日間、記録された接触がありません"
    )
    assert "きょうまで" in Gap(DAY, DAY + timedelta(days=40), running=True).said


@pytest.mark.parametrize(
    ("method", "kind"),
    [("visit", "visit"), ("accompany", "visit"), ("interview", "interview"), ("phone", "phone"), ("letter", "phone"),
     ("support_conference", "meeting"), ("agency_call", "phone"), ("other", "other")],
)  # fmt: skip
def test_contacts_by_kind(method, kind):
    assert kind_of(method) == kind


def test_bands_of_one_ground_are_one():
    one, two, three = (Band(*days(a, b), "本人同意") for a, b in ((0, 10), (5, 30), (60, 70)))
    assert joined([three, one, two]) == [Band(*days(0, 30), "本人同意"), three]
    assert joined([Band(DAY, None, "つなぎ"), Band(DAY + timedelta(days=3), None, "つなぎ")]) == [
        Band(DAY, None, "つなぎ")
    ]


def test_the_page_tells_gaps_and_agencies_and_opens_to_no_stranger(town, browse, django_assert_max_num_queries):
    case = town.case()
    with town.acting("sakura") as by:
        for method, ago in (("visit", 0), ("phone", 50)):
            write_record(case=case, by=by, at=clock.now() - timedelta(days=ago), method=method, text="会えた")
        grants.admit(case=case, ground=Ground.CONSENT, scope=Scope.EXISTENCE | Scope.RECORD, source=case.pk, by=by,
                     agency=town.agencies["hokatsu"])  # fmt: skip
    page, address = browse("sakura"), f"/cases/{case.pk}/lanes/"
    with django_assert_max_num_queries(25):
        shown = page.get(address).content.decode()
    assert "地域包括支援センター 第3" in shown
    assert "50日間、記録された接触がありません" in shown
    assert "gaps-heading" not in page.get(address, gap="60").content.decode()
    only = page.get(address, kind="phone", agency=str(town.agencies["sogo"].pk)).content.decode()
    assert "電話・文書 1回" in only
    assert "訪問・同行 1回" not in only
    assert page.get(address + "1.svg")["Content-Type"] == "image/svg+xml"
    assert page.get(f"/cases/{case.pk}/", agency=str(town.agencies["hokatsu"].pk)).status_code == 200
    assert browse("midori").get(address).status_code == 200
    assert browse("yoso").get(address).status_code == 404


def test_a_reader_without_the_records_is_told_why_there_are_no_lanes(town, browse):
    case = town.case()
    with town.acting("sakura") as by:
        grants.admit(case=case, ground=Ground.CONSENT, scope=Scope.EXISTENCE | Scope.IDENTITY, source=case.pk, by=by,
                     agency=town.agencies["hokatsu"])  # fmt: skip
    shown = browse("midori").get(f"/cases/{case.pk}/lanes/").content.decode()
    assert "この部分は開かれていません" in shown
    assert '<svg class="geno' not in shown
