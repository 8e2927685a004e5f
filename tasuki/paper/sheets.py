"""All sheets that can be put on paper (紙にできる様式), by key."""

from .kinds import Kind
from .values import consent, evaluation, household, intake, packet, participation, plan, referral

SHEETS: dict[str, Kind] = {
    one.KIND.key: one.KIND for one in (intake, household, referral, plan, evaluation, consent, packet, participation)
}
