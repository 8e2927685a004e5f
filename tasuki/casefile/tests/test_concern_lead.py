"""気になること about somebody of a closed case: a lead for its last team only."""

from tasuki.casefile.care_models import Lead
from tasuki.casefile.concern_lead_views import NOTED
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.supporters import concerns
from tasuki.supporters.models import ConcernNote


def test_the_last_team_hears_and_the_concern_tells_nothing(town, browse):
    case = town.case()
    with town.acting("sakura") as by:
        Case.objects.filter(pk=case.pk).update(status="closed", closed_on=clock.today())
        concern = concerns.hear_concern(by=by, kind="unseen", worry="soon", where="角の家", words="雨戸がしまったまま",
                                        reporter_name="見本 まもる")  # fmt: skip
    section = browse("suzuki")  # no rule: it came to the section
    page = section.get(f"/concerns/{concern.pk}/lead/", find="花村").content.decode()
    assert "花村 ウメ" in page
    assert section.post(f"/concerns/{concern.pk}/lead/", person=str(case.people[0].pk)).status_code == 302
    with town.acting("sakura"):
        lead = Lead.objects.get()
        assert (lead.case_id, "見本" in lead.words) == (case.pk, False)
    with town.acting("midori"):
        assert not Lead.objects.exists()
    with town.acting("suzuki"):
        assert ConcernNote.objects.get().text == NOTED  # the same words whether there was a case or not
    assert browse("sakura").get(f"/concerns/{concern.pk}/lead/").status_code == 404
