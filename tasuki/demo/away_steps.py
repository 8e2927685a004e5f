"""Steps of taking along on a tablet (持ち出しの一歩)."""

from tasuki.casefile import visit_kit_actions as away

from .kinds import many, named, number, words, yes
from .steps import Step, step

AWAY: dict[str, Step] = {
    "change_away": step(away.change_away, in_use=yes, days=number, most=number, idle_minutes=number),
    "make_kit": step(away.make_kit, cases=many(named), device=words),
    "take_kit": step(away.take_kit, kit=named),
    "return_kit": step(away.return_kit, kit=named),
    "stop_kit": step(away.stop_kit, kit=named, reason=words),
    "confirm_wiped": step(away.confirm_wiped, kit=named),
}
