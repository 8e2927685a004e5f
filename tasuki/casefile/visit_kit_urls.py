"""Addresses of taking along (持ち出し)."""

from django.urls import path

from . import visit_kit_incoming as incoming
from . import visit_kit_shell as shell
from . import visit_kit_views as views

ITEM = "away/kits/<uuid:visit_kit>/cases/<uuid:case>/<uuid:kit_item>/"
urlpatterns = [
    path("away/", shell.shell, name="away"),
    path("away/sw.js", shell.browser_worker, name="away_worker"),
    path("away/stands/<uuid:kit_key>/", shell.still_stands, name="away_stands"),
    path("away/now/", views.now, name="away_now"),
    path("away/visits/", views.prepare, name="away_prepare"),
    path("away/kits/", views.kits, name="away_kits"),
    path("away/register/", views.register, name="away_register"),
    path("away/register/<uuid:kit_key>/stop/", views.stop_overseen, name="away_stop_overseen"),
    path("away/kits/<uuid:visit_kit>/", views.kit, name="away_kit"),
    path("away/kits/<uuid:visit_kit>/take/", views.take, name="away_take"),
    path("away/kits/<uuid:visit_kit>/return/", views.give_back, name="away_return"),
    path("away/kits/<uuid:visit_kit>/wiped/", views.wiped, name="away_wiped"),
    path("away/kits/<uuid:visit_kit>/stop/", views.stop, name="away_stop"),
    path("away/kits/<uuid:visit_kit>/items/<uuid:kit_item>/", incoming.receipt, name="away_receipt"),
    path(f"{ITEM}record/", incoming.record_item, name="away_record"),
    path(f"{ITEM}file/", incoming.file_item, name="away_file"),
    path(f"{ITEM}assessment/", incoming.sheet_item, name="away_sheet"),
    path("settings/away/", views.away_settings, name="away_settings"),
]
