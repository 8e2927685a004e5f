"""A case does not end while somebody's place is not steady yet."""

import pytest

from tasuki.casefile.actions import close_case
from tasuki.community.actions import register_place
from tasuki.participation import actions
from tasuki.shared import clock
from tasuki.shared.decisions import Refused


def test_the_case_waits_until_the_place_is_steady_or_over(town, browse):
    case = town.case()
    with town.acting("nao") as nao:
        place = register_place(by=nao, name="ひなた農園")
    with town.acting("sakura") as sakura:
        sheet = actions.begin_sheet(case=case, person=case.people[1], by=sakura)
        actions.fill_sheet(sheet=sheet, by=sakura, wishes="「土にさわりたい」")
        actions.fix_sheet(sheet=sheet, by=sakura)
        match = actions.pick_place(sheet=sheet, place=place, by=sakura)
        with pytest.raises(Refused, match="定着していない参加先"):
            close_case(case=case, by=sakura, reason="watching", note="見守りへ")
    page = browse("sakura").get(f"/cases/{case.pk}/").content.decode()
    assert "定着していない参加先があります" in page
    with town.acting("sakura") as sakura:
        actions.end_match(match=match, by=sakura, reason="person_no")
        close_case(case=case, by=sakura, reason="watching", note="見守りへ", follow_up_on=clock.today())
