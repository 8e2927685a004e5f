"""Addresses of this room."""

from django.urls import path

from . import carry_case_views, carry_views, scheme_views, views

app_name = "exchange"
urlpatterns = [
    path("places/exchange/", views.exchange, name="exchange"),
    path("places/exchange/check/", views.check, name="check"),
    path("places/exchange/errors.xlsx", views.errors, name="errors"),
    path("places/exchange/places.xlsx", views.table, name="table"),
    path("places/exchange/open/<str:form>", views.open_file, name="open_file"),
    path("places/<uuid:pk>/opening.ics", views.opening, name="opening"),
    path("schemes/exchange/", scheme_views.exchange, name="schemes"),
    path("schemes/exchange/check/", scheme_views.check, name="scheme_check"),
    path("schemes/exchange/errors.xlsx", scheme_views.errors, name="scheme_errors"),
    path("schemes/exchange/schemes.xlsx", scheme_views.table, name="scheme_table"),
    path("carry/", carry_views.carry, name="carry"),
    path("carry/template.xlsx", carry_views.template, name="carry_template"),
    path("carry/profiles/", carry_views.profiles, name="carry_profiles"),
    path("carry/profiles/<uuid:key>/", carry_views.profile, name="carry_profile"),
    path("carry/profiles/<uuid:key>/drop/", carry_views.drop_profile, name="carry_drop_profile"),
    path("carry/<uuid:key>/", carry_views.check, name="carry_check"),
    path("carry/<uuid:key>/columns/", carry_views.columns, name="carry_columns"),
    path("carry/<uuid:key>/answer/", carry_views.answer, name="carry_answer"),
    path("carry/<uuid:key>/errors.xlsx", carry_views.errors, name="carry_errors"),
    path("carry/<uuid:key>/discard/", carry_views.discard, name="carry_discard"),
    path("carry/<uuid:key>/undo/", carry_views.undo, name="carry_undo"),
    path("cases/<uuid:key>/carry/members/", carry_case_views.members, name="carry_members"),
    path("cases/<uuid:key>/carry/records/", carry_case_views.records, name="carry_records"),
]
