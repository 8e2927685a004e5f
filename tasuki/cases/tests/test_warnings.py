"""Warnings: written with a day of review, shown first, never in the timeline's words, ended with a reason."""

from datetime import date, timedelta

import pytest

from tasuki.cases.grants import admit
from tasuki.cases.models import CaseEvent, WarningNote
from tasuki.cases.warning_actions import end_warning, review_warning, warn
from tasuki.shared import clock
from tasuki.shared.decisions import Refused
from tasuki.sharing.enums import Ground, Scope

SOON = {"review_on": date(2027, 4, 1), "told": "told"}


def test_a_warning_says_whether_she_was_told_and_when_it_is_looked_at_again(town):
    case = town.case()
    with town.acting("sakura") as by:
        for wrong, why in (({"told": "not_told"}, "理由"), ({"review_on": clock.today()}, "きょうより後")):
            with pytest.raises(Refused, match=why):
                warn(case=case, by=by, kind="visit", text="犬がいる", **(SOON | wrong))
        note = warn(case=case, by=by, kind="visit", text="犬がいる", **SOON)
        event = CaseEvent.objects.filter(kind="warned").get()
        assert "犬" not in event.text
        review_warning(warning=note, by=by, review_on=date(2027, 9, 1))
        assert note.reviewed_by_id == by.pk
        end_warning(warning=note, by=by, reason="犬は親戚にもらわれた")
        with pytest.raises(Refused, match="もう終えた"):
            end_warning(warning=note, by=by, reason="もう一度")


def test_who_reads_the_records_of_a_person_reads_the_warnings_about_her(town):
    case = town.case()
    mother, son = case.people
    with town.acting("sakura") as by:
        admit(case=case, ground=Ground.REFERRAL, scope=Scope.RECORD | Scope.IDENTITY, source=case.pk, by=by,
              agency=town.agencies["hokatsu"], persons=[mother])  # fmt: skip
        warn(case=case, by=by, kind="health", text="母は卵のアレルギー", about=mother, **SOON)
        warn(case=case, by=by, kind="contact", text="長男の職場には電話しない", about=son, **SOON)
        warn(case=case, by=by, kind="visit", text="犬がいる", **SOON)
    with town.acting("midori") as midori:
        assert [one.text for one in WarningNote.objects.visible_to(midori)] == ["母は卵のアレルギー"]
        assert WarningNote.objects.count() == 1
        with pytest.raises(Refused, match="書いた機関"):
            end_warning(warning=WarningNote.objects.get(), by=midori, reason="x")
    with town.acting("yoso"):
        assert WarningNote.objects.count() == 0


def test_the_pages_of_warnings(town, browse, django_assert_max_num_queries):
    case, sakura = town.case(), browse("sakura")
    here = f"/cases/{case.pk}/warnings/"
    form = {"kind": "visit", "text": "門の外から電話する", "review_on": "R8.11.25", "told": "not_told"}
    assert sakura.post(here + "new/", **form).status_code == 422
    assert sakura.post(here + "new/", **form, told_reason="気を悪くされるおそれ").status_code == 302
    with django_assert_max_num_queries(25):
        page = sakura.get(f"/cases/{case.pk}/").content.decode()
    assert "門の外から電話する" in page
    assert "本人には伝えていません" in page
    assert "門の外から電話する" in sakura.get(f"/cases/{case.pk}/print/").content.decode()
    assert "注意事項の見直し" in sakura.get("/today/").content.decode()
    with town.acting("sakura"):
        note = WarningNote.objects.get()
    again = {"review_on": "R9.5.1", "told": "told"}
    assert sakura.post(f"{here}{note.pk}/review/", **again).status_code == 302
    assert "注意事項の見直し" not in sakura.get("/today/").content.decode()
    assert sakura.post(f"{here}{note.pk}/end/", reason="").status_code == 422
    assert sakura.post(f"{here}{note.pk}/end/", reason="電話でよくなった").status_code == 302
    assert "門の外から電話する" not in sakura.get(f"/cases/{case.pk}/").content.decode()
    assert "電話でよくなった" in sakura.get(here).content.decode()
    assert browse("yoso").get(here).status_code == 404
    assert note.review_on - clock.today() == timedelta(days=7)
