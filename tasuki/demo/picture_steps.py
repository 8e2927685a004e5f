"""Steps of pictures (図の一歩): a tie told on the ecomap, a picture kept, somebody put elsewhere in the genogram."""

from tasuki.assessments.actions import mark_conditions
from tasuki.casefile import ecomap_actions
from tasuki.casefile.ecomap_enums import Flow, Sector, Strength
from tasuki.people import genogram_actions

from .kinds import code, many, named, number, one_of, words, yes
from .steps import step

PICTURES = {
    "write_tie": step(
        ecomap_actions.write_tie, case=named, name=words, sector=one_of(Sector), strength=one_of(Strength),
        flow=one_of(Flow), what=words, often=words, about=named, hour=number, far=yes,
    ),
    "keep_ecomap": step(ecomap_actions.keep_ecomap, case=named, title=words),
    "mark_conditions": step(mark_conditions, case=named, person=named, codes=many(code("genogram_condition"))),
    "place_person": step(genogram_actions.place_person, around=named, person=named, x=number),
}  # fmt: skip
