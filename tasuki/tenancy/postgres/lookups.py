"""`field__in=[…]` as `field = any(array)`: one statement for lists of every length, so that it is planned once."""

from typing import Any

from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _Any:
    """Only a list of plain values is changed; sub-selects and expressions stay as Django writes them."""

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().process_rhs(compiler, connection)  # type: ignore[misc]
        plain = self.rhs_is_direct_value() and set(sql) <= set("(%s, )")  # type: ignore[attr-defined]
        if not plain or not params or len(params) != sql.count("%s"):
            return sql, params
        # members of TextChoices as plain text: an array has one kind of element
        return "any(%s)", [[str(one) if isinstance(one, str) else one for one in params]]

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= {rhs}" if rhs.startswith("any(") else super().get_rhs_op(connection, rhs)  # type: ignore[misc]


class AnyOf(_Any, In):
    """In of a column."""


class RelatedAnyOf(_Any, RelatedIn):
    """In of a foreign key."""


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(RelatedAnyOf)
