"""What must not be dropped, in the town in which every page has something to show: rules, watches, hand-overs, news."""

from typing import Any

from tasuki.casefile import actions, after_actions, handover_actions
from tasuki.casefile.care_models import Lead
from tasuki.cases.actions import Member, open_case
from tasuki.intake.first_response_actions import add_first_response
from tasuki.meetings.talk_actions import ask_screening, hold_conference
from tasuki.outreach.watch_actions import begin_long_watch
from tasuki.people.actions import register_person
from tasuki.shared import clock


def care(town, made: dict[str, Any]) -> dict[str, Any]:
    """The canary's words in everything that is written of a household."""
    with town.acting("suzuki") as by:
        rule = add_first_response(by=by, name="重なる相談", agency=town.agencies["sogo"], least=2)
    with town.acting("sakura") as by:
        case = made["case"]
        watch = begin_long_watch(case=case, by=by, why="金糸雀が鳴かない", workers=[by])
        hold_conference(case=case, by=by, at=clock.now(), subject="金糸雀のこと", agencies=[])
        screening = ask_screening(case=case, by=by, reason="カナリヤの籠が開いていた")
        when = {"since": clock.today(), "until": clock.today(), "note": "金糸雀に水を"}
        cover = handover_actions.cover_for(by=by, worker=by, stand_in=town.workers["ken"], agency=by.agency, **when)
        gone = register_person(by=by, family_name="金糸雀", given_name="次郎")
        ended = open_case(by=by, label="金糸雀荘の隣の世帯", members=[Member(gone)])
        other = open_case(by=by, label="金糸雀荘の向かいの世帯", members=[Member(gone)])
        given = {other: town.workers["ken"]}
        (handover,) = handover_actions.hand_over_all(
            by=by, worker=by, agency=by.agency, successors=given, note="金糸雀"
        )
        actions.close_case(case=ended, by=by, reason="other", note="金糸雀は飛んだ", risk="high")
        after_actions.bring_lead(by=by, person=gone, words="かなりやの声がした")
        lead = Lead.objects.visible_to(by).get()
    return {"rule": rule, "watch": watch, "screening": screening, "cover": cover, "handover": handover, "lead": lead}
