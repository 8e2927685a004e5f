"""The second wall, written beside each model: who may read a row, as the database itself decides it.

A model that carries a municipality has an attribute `wall`, a `Wall` made by one of the functions
below. `tasuki.sharing.wall` turns all of them into row-level security after every migration.
Inside a rule `{me}` is the table's own name; `{agency}`, `{seat}`, `{worker}`, `{all}`, `{oversees}`, `{protected}` and `{now}` are the
reader's context, each evaluated once per statement (a function per row costs seconds; measured in docs/performance.md).
"""

import re
from dataclasses import dataclass

CONTEXT = {
    "municipality": "(select app.municipality())",
    "agency": "(select app.agency())",
    "seat": "(select app.seat())",
    "worker": "(select app.worker())",
    "all": "(select app.sees_all())",
    "oversees": "(select app.oversees())",
    "protected": "(select app.protected())",
    "now": "(select app.now())",
}


# For `exists` PostgreSQL may hash all readable parents for the sake of a single row (25 ms with 100,000 cases); a single
# value it looks up. Only where the parent is named by its key, so that there is at most one (`not` would meet a null).
BY_KEY = re.compile(r"(?<!not )exists \(select 1 from (\w+ (\w) where \2\.id = \{me\}\.\w+( and [^()]+)?)\)")


@dataclass(frozen=True)
class Wall:
    """`read`: SQL condition beside the municipality's; `append_only`: rows are never changed or removed."""

    read: str = "true"
    append_only: bool = False
    key: str = "municipality_id"

    def sql(self, table: str) -> str:
        """The whole condition for one table."""
        rule = BY_KEY.sub(r"(select true from \1)", self.read).replace("{me}", table)
        for word, call in CONTEXT.items():
            rule = rule.replace("{" + word + "}", call)
        return f"{self.key} = {CONTEXT['municipality']} and ({rule})"


def live(alias: str) -> str:
    """A grant that is held by the reader and valid now; half-open: since <= now < until.

    One held by a worker herself counts only in the post in which it was given to her. Its end is one expression, not
    `is null or`, because only so an index on it leads past the grants that are over; `case`, because PostgreSQL does not
    trust `coalesce` under row-level security.
    """
    return (
        f"({alias}.agency_id = {{agency}} or ({alias}.worker_id = {{worker}} and {alias}.held_at_id = {{agency}}))"
        f" and {alias}.since <= {{now}}"
        f" and case when {alias}.until is null then 'infinity' else {alias}.until end > {{now}}"
    )


def municipal() -> Wall:
    """Whoever works for the municipality may read it: agencies, codes, places."""
    return Wall()


def own_agency(*columns: str) -> Wall:
    """Agencies named in one of the columns, and the supervising section."""
    named = " or ".join(f"{column} = {{agency}}" for column in columns)
    return Wall(f"{{all}} or {named}")


def part_of_case(bit: int, about: str = "") -> Wall:
    """A part of a case: readers with a live grant whose scope has the bit, for this person or the whole household."""
    whom = f"(g.person_id is null or g.person_id = {{me}}.{about})" if about else "g.person_id is null"
    return Wall(
        "{all} or exists (select 1 from cases_casegrant g where g.case_id = {me}.case_id"
        f" and {live('g')} and g.scope & {bit} <> 0 and {whom})"
    )


def with_parent(table: str, column: str) -> Wall:
    """Readable when the row it belongs to is readable."""
    return Wall(f"exists (select 1 from {table} p where p.id = {{me}}.{column})")
