"""What is written on the pictures of a case, in the town in which every page has something to show."""

from typing import Any

from tasuki.assessments.actions import mark_conditions
from tasuki.casefile import ecomap_actions
from tasuki.people import genogram_actions


def pictures(town, made: dict[str, Any]) -> dict[str, Any]:
    """The canary's words on the ecomap, somebody put elsewhere in the genogram, a picture kept."""
    with town.acting("sakura") as by:
        case, mother, son = made["case"], made["mother"], made["son"]
        genogram_actions.place_person(around=mother, person=son, x=120, by=by)
        words = {"name": "金糸雀の友だち", "what": "カナリヤの世話", "often": "かなりや"}
        ecomap_actions.write_tie(case=case, by=by, sector="work", about=son, **words)
        tie = ecomap_actions.write_tie(case=case, by=by, sector="neighbour", **words)
        mark_conditions(case=case, person=mother, codes=["dementia", "care_needed"], by=by)
        kept = ecomap_actions.keep_ecomap(case=case, by=by, title="金糸雀の控え")
    return {"tie": tie, "ecomap": kept}
