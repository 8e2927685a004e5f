"""Addresses of this room."""

from django.urls import path

from . import form_views, views
from .sheets import SHEETS

app_name = "paper"
urlpatterns = [
    *(path(f"papers/{key}/<uuid:key>/pdf/", views.pdf_of(kind), name=f"{key}_pdf") for key, kind in SHEETS.items()),
    *(
        path(f"papers/{key}/<uuid:key>/excel/", views.excel_of(kind), name=f"{key}_excel")
        for key, kind in SHEETS.items()
    ),
    *(
        path(f"papers/{key}/<uuid:key>/own/<slug:program>/", form_views.filled_of(kind), name=f"{key}_own")
        for key, kind in SHEETS.items()
    ),
    path("papers/intake-sheets/", views.intake_sheets, name="intake_sheets"),
    path("papers/empty/<slug:empty_sheet>/", views.empty, name="empty"),
    path("settings/paper/", form_views.forms, name="forms"),
    path("settings/paper/<uuid:own_form>/", form_views.form, name="form"),
    path("settings/paper/<uuid:own_form>/labels/", form_views.tie_by_labels, name="tie_by_labels"),
    path("settings/paper/<uuid:own_form>/try/", form_views.try_out, name="try_out"),
    path("settings/paper/<uuid:own_form>/put/", form_views.put_in_force, name="put_in_force"),
    path("settings/paper/<uuid:own_form>/end/", form_views.end, name="end"),
    path("settings/paper/<uuid:own_form>/drop/", form_views.drop, name="drop"),
]
