"""Addresses of this room."""

from django.urls import path

from . import sheet_views, views

app_name = "codes"
urlpatterns = [
    path("settings/", views.numbers, name="settings"),
    path("settings/areas/", views.areas, name="areas"),
    path("settings/areas/new/", views.new_area, name="new_area"),
    path("settings/towns/new/", views.new_town, name="new_town"),
    path("settings/agencies/", views.agencies, name="agencies"),
    path("settings/agencies/new/", views.new_agency, name="new_agency"),
    path("settings/agencies/<uuid:pk>/change/", views.change_agency, name="change_agency"),
    path("settings/codes/", views.lists, name="lists"),
    path("settings/codes/<slug:name>/", views.one_list, name="list"),
    path("settings/codes/<slug:name>/new/", views.new_code, name="new_code"),
    path("settings/code/<uuid:pk>/relabel/", views.relabel, name="relabel"),
    path("settings/code/<uuid:pk>/close/", views.close, name="close"),
    path("settings/code/<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("settings/sheets/", sheet_views.sheets, name="sheets"),
    path("settings/sheets/load/", sheet_views.load, name="sheet_load"),
    path("settings/sheets/draft/<uuid:key>/", sheet_views.draft, name="sheet_draft"),
    path("settings/sheets/draft/<uuid:key>/section/", sheet_views.section, name="sheet_new_section"),
    path("settings/sheets/draft/<uuid:key>/section/<slug:section>/", sheet_views.section, name="sheet_section"),
    path("settings/sheets/draft/<uuid:key>/field/<slug:section>/", sheet_views.field, name="sheet_new_field"),
    path("settings/sheets/draft/<uuid:key>/field/<slug:section>/<slug:field>/", sheet_views.field, name="sheet_field"),
    path("settings/sheets/draft/<uuid:key>/force/", sheet_views.force, name="sheet_force"),
    path("settings/sheets/draft/<uuid:key>/drop/", sheet_views.drop, name="sheet_drop"),
    path("settings/sheets/<slug:sheet>/", sheet_views.sheet, name="sheet"),
    path("settings/sheets/<slug:sheet>/<slug:version>/", sheet_views.look, name="sheet_look"),
    path("settings/sheets/<slug:sheet>/<slug:version>/file/", sheet_views.file, name="sheet_file"),
    path("settings/sheets/<slug:sheet>/<slug:version>/copy/", sheet_views.copy, name="sheet_copy"),
]
