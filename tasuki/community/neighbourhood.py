"""What everybody who works for the town may read of the neighbourhood: nothing of it names a resident."""

from typing import Any

from django.db import models


class TownsOwn(models.QuerySet[Any]):
    """Rows of the worker's municipality."""

    def visible_to(self, worker: Any) -> "TownsOwn":
        """All of them: the neighbourhood belongs to all who work for it."""
        return self.filter(municipality=worker.municipality_id)
