"""Addresses of this room."""

from django.urls import path

from . import disclosure_views, letter_views, views
from .page import TABS

app_name = "casefile"
urlpatterns = [
    path("cases/<uuid:key>/", views.overview, name="case"),
    path("cases/<uuid:key>/household/", views.home, name="household"),
    *(path(f"cases/<uuid:key>/{tab.key}/", views.panel_page(tab), name=tab.key) for tab in TABS if tab.panel),
    path("cases/<uuid:key>/looks/", views.looks_page, name="looks"),
    path("cases/<uuid:key>/persons/<uuid:person>/letter/", letter_views.letter, name="letter"),
    path("cases/<uuid:key>/persons/<uuid:person>/letter/line/", letter_views.letter_line, name="letter_line"),
    path("cases/<uuid:key>/persons/<uuid:person>/letter/give/", letter_views.letter_give, name="letter_give"),
    path("cases/<uuid:key>/papers/<uuid:paper>/", letter_views.paper, name="paper"),
    path("cases/<uuid:key>/disclosure/", disclosure_views.requests, name="disclosures"),
    path("cases/<uuid:key>/disclosure/<uuid:disclosure>/", disclosure_views.disclosure, name="disclosure"),
    path("cases/<uuid:key>/disclosure/<uuid:disclosure>/draft/", disclosure_views.draft, name="disclosure_draft"),
    path("cases/<uuid:key>/disclosure/<uuid:disclosure>/give/", disclosure_views.give, name="disclosure_give"),
    path("cases/<uuid:key>/disclosure/<uuid:disclosure>/<slug:act>/", disclosure_views.step, name="disclosure_step"),
    path("cases/<uuid:key>/disclosure/pieces/<uuid:piece>/mask/", disclosure_views.mask, name="mask"),
    path("cases/<uuid:key>/disclosure/maskings/<uuid:masking>/remove/", disclosure_views.unmask, name="unmask"),
    path("disclosures/", disclosure_views.register, name="register"),
    path("cases/<uuid:key>/close/", views.close, name="close"),
    path("cases/<uuid:key>/reopen/", views.reopen, name="reopen"),
    path("cases/<uuid:key>/follow-up/", views.follow_up, name="follow_up"),
    path("cases/<uuid:key>/print/", views.print_case, name="print_case"),
    path("cases/<uuid:key>/print/records/", views.print_records, name="print_records"),
    path("cases/<uuid:key>/print/records/pdf/", views.records_pdf, name="records_pdf"),
]
