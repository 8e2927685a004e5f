"""What the record of looks (閲覧の記録) gained since it was last asked."""

from uuid import UUID

from tasuki.audit.models import Entry


class Watch:
    """Entries that have come since; keys begin with the millisecond, so only the newest need be read again."""

    def __init__(self, town):
        self.town, self.seen, self.since = town, set(), UUID(int=0)
        self.new()

    def new(self, *acts) -> list[Entry]:
        with self.town.acting("suzuki"):
            found = [one for one in Entry.objects.filter(pk__gte=self.since).order_by("id") if one.pk not in self.seen]
        self.seen |= {one.pk for one in found}
        if found:
            self.since = UUID(int=found[-1].pk.int >> 80 << 80)
        return [one for one in found if not acts or one.act in acts]
