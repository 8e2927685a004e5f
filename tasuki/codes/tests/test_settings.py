"""The section and the administrator put the town's numbers, lists and agencies in order."""

import pytest

from tasuki.audit.models import Entry
from tasuki.codes import lookup
from tasuki.codes import town as own_tables
from tasuki.codes.actions import add_code, close_code, relabel_code, reopen_code
from tasuki.codes.models import Code
from tasuki.shared.decisions import Refused
from tasuki.tenancy.models import Agency, Area, Municipality
from tasuki.tenancy.models import Town as TownName

NUMBERS = {
    "referral_answer_days": "5", "contact_gap_days": "45", "monitoring_months": "3", "conference_follow_days": "31", "emergency_hours": "24",
    "emergency_review_days": "7",
    "small_number_limit": "5", "section_sees_all": "on", "extra_closed_days": "R8.12.28\n2027/1/4",
}  # fmt: skip
PAGES = ["/settings/", "/settings/areas/", "/settings/agencies/", "/settings/codes/", "/settings/codes/urgency/"]


@pytest.mark.database
def test_the_numbers_are_changed_and_the_change_is_written_down(town, browse):
    assert browse("suzuki").post("/settings/", **NUMBERS).status_code == 302
    with town.acting("suzuki"):
        municipality = Municipality.objects.get()
        assert (municipality.referral_answer_days, len(municipality.extra_closed_days)) == (5, 2)
        assert "referral_answer_days: 3 → 5" in Entry.objects.get(verb="設定を変えた").reason


def test_a_day_that_is_none_is_told_at_the_field_and_kept(town, browse):
    page = browse("suzuki").post("/settings/", **(NUMBERS | {"extra_closed_days": "年末"}))
    assert page.status_code == 422
    assert "「年末」を日付として読めません" in page.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_settings_opens_within_its_queries(town, browse, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(25):
        assert browse("admin").get(address).status_code == 200
    assert browse("sakura").get(address).status_code == 403


def test_a_code_is_relabelled_added_closed_and_never_deleted(town, browse):
    suzuki = browse("suzuki")
    with town.context():
        code = Code.objects.filter(list="urgency").last()
        many = Code.objects.filter(list="urgency").count()
    assert suzuki.post(f"/settings/code/{code.pk}/relabel/", label="いつでも").status_code == 302
    assert suzuki.post("/settings/codes/urgency/new/", label="今週中").status_code == 302
    assert suzuki.post(f"/settings/code/{code.pk}/close/").status_code == 302
    with town.context():
        assert "いつでも" not in dict(lookup.choices("urgency")).values()
        assert lookup.label("urgency", code.code) == "いつでも"
        assert "今週中" in dict(lookup.choices("urgency")).values()
        assert Code.objects.filter(list="urgency").count() == many + 1
    page = suzuki.get("/settings/codes/urgency/").content.decode()
    assert "自治体が決めたもの" in page
    assert suzuki.post(f"/settings/code/{code.pk}/close/").status_code == 409
    assert suzuki.post(f"/settings/code/{code.pk}/reopen/").status_code == 302
    assert suzuki.get("/settings/codes/no-such-list/").status_code == 404


def test_areas_and_towns_are_added(town, browse):
    suzuki = browse("suzuki")
    assert suzuki.post("/settings/areas/new/", name="第4圏域").status_code == 302
    with town.context():
        area = Area.objects.get(name="第4圏域")
    made = suzuki.post("/settings/towns/new/", name="ひなた町4丁目", area=str(area.pk), postal_code="1820000")
    assert made.status_code == 302
    again = suzuki.post("/settings/towns/new/", name="ひなた町4丁目", area=str(area.pk))
    assert "この町字はもうあります。" in again.content.decode()
    with town.context():
        assert TownName.objects.get(name="ひなた町4丁目").area == area
    assert "ひなた町4丁目" in suzuki.get("/settings/areas/").content.decode()


def test_an_agency_is_registered_and_closed(town, browse):
    suzuki = browse("suzuki")
    facts = {"commission": "direct", "fields_": ["child"], "kind": "school", "takes_referrals": "on"}
    assert suzuki.post("/settings/agencies/new/", name="教育相談室", **facts).status_code == 302
    with town.context():
        agency = Agency.objects.get(name="教育相談室")
        assert (agency.fields, agency.kind) == (["child"], "school")
    assert "教育相談室" in suzuki.get(f"/settings/agencies/{agency.pk}/change/").content.decode()
    changed = suzuki.post(f"/settings/agencies/{agency.pk}/change/", name="教育相談室", closed_on="R8.11.1", **facts)
    assert changed.status_code == 302
    assert "廃止" in suzuki.get("/settings/agencies/").content.decode()


def test_others_may_change_nothing(town):
    with town.acting("sakura") as sakura:
        code = Code.objects.filter(list="urgency").first()
        agency = town.agencies["sogo"]
        for deed in (
            lambda: add_code(by=sakura, list="urgency", label="今週中"),
            lambda: relabel_code(code=code, by=sakura, label="今週中"),
            lambda: close_code(code=code, by=sakura),
            lambda: reopen_code(code=code, by=sakura),
            lambda: change(sakura, town.municipality),
            lambda: agencies(sakura, agency),
        ):
            with pytest.raises(Refused):
                deed()


def change(by, municipality):
    return own_tables.change_settings(municipality=municipality, by=by, section_sees_all=True)


def agencies(by, agency):
    return own_tables.change_agency(agency=agency, by=by, is_section=True)
