"""The town's numbers for nobody dropped (取りこぼさないための数), as they stand. Reads only."""

from .care_models import CareSettings


def care_of() -> CareSettings:
    """The row of the municipality, or the numbers a town begins with."""
    return CareSettings.objects.first() or CareSettings()
