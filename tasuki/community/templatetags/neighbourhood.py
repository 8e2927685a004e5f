"""What a place tells of the neighbourhood's work."""

from typing import Any

from django import template

from tasuki.community.projects_models import DevelopmentProject

register = template.Library()


@register.inclusion_tag("community/_born_of.html")
def born_of(place: Any, worker: Any) -> dict[str, Any]:
    """The wishes from which this place came, in words only."""
    rows = DevelopmentProject.objects.visible_to(worker).filter(place=place)
    return {"projects": list(rows.prefetch_related("wishes"))}
