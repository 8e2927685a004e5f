"""Two answers of one person side by side (前の返事とくらべる): what she agrees to now and did before. Reads only."""

from tasuki.codes.sheet_comparing import MOST, Beside, chosen_of, everything, others_of, part
from tasuki.codes.sheet_definitions import load
from tasuki.people.models import Consent
from tasuki.shared.calendar_jp import day_time, wareki_short

from .reading import consents_of


def beside(consent: Consent, said: str) -> Beside | None:
    """The asking beside the one before, or beside the one that was asked for; the reader may know the person."""
    asked = list(consents_of(consent.person))
    place = next(n for n, one in enumerate(asked) if one.pk == consent.pk)
    now, earlier = asked[place], asked[place + 1 :][:MOST]
    chosen = chosen_of(earlier, said)
    if chosen is None:
        return None
    rows = part("同意書", _told(chosen), _told(now))
    return Beside(_named(chosen), _named(now), [rows], others_of(earlier, chosen, _named))


def _named(one: Consent) -> str:
    return f"{wareki_short(one.asked_on)} {one.get_answer_display()}"


def _told(one: Consent) -> list[tuple[str, str]]:
    agencies = "、".join(row.agency.name for row in one.agencies.all())
    pairs = everything(load("consent", one.sheet_version), one, {"person": "", "agencies": agencies})
    pairs.append(("説明した人", f"{one.explained_agency} {one.explained_by}"))
    if one.withdrawn_at:
        pairs.append(("撤回", "　".join(filter(None, (day_time(one.withdrawn_at), one.withdrawn_note)))))
    return pairs
