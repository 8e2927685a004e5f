"""A consultation shows the schemes of support that may help (支援制度)."""

from tasuki.community.schemes import register_scheme
from tasuki.intake.actions import take_consultation
from tasuki.shared import clock


def test_a_consultation_shows_what_may_help(town, browse):
    with town.acting("nao") as by:
        register_scheme(by=by, name="住まいの給付", summary="家賃の一部を三か月出します。", topics=["04", "02"])
        register_scheme(by=by, name="学用品の援助", summary="学校のお金を助けます。", topics=["11"])
    with town.acting("sakura") as by:
        taken = take_consultation(by=by, at=clock.now(), route="phone", words="家賃がこわい", topics=["04"])
    page = browse("sakura").get(f"/consultations/{taken.pk}/").content.decode()
    assert "使えるかもしれない支援制度" in page
    assert "住まいの給付" in page
    assert "学用品の援助" not in page
