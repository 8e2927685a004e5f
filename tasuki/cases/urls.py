"""Addresses of this room."""

from django.urls import path

from . import basics_views, emergency_views, notes_views, views

app_name = "cases"
urlpatterns = [
    path("emergency/", emergency_views.ask, name="emergency"),
    path("emergency/<uuid:key>/", emergency_views.opening, name="emergency_opening"),
    path("emergency/<uuid:key>/end/", emergency_views.end, name="emergency_end"),
    path("cases/<uuid:key>/records/new/", views.record_new, name="record_new"),
    path("cases/<uuid:key>/records/new/drop/", views.draft_drop, name="draft_drop"),
    path("cases/<uuid:key>/records/<uuid:record>/", views.record, name="record"),
    path("cases/<uuid:key>/records/<uuid:record>/correct/", views.record_correct, name="record_correct"),
    path("cases/<uuid:key>/records/<uuid:record>/attach/", views.attach, name="attach"),
    path("cases/<uuid:key>/restrictions/<uuid:restriction>/", views.restriction, name="restriction"),
    path("cases/<uuid:key>/attachments/<uuid:attachment>/", views.attachment, name="attachment"),
    path("cases/<uuid:key>/attachments/<uuid:attachment>/withdraw/", basics_views.withdraw_file, name="withdraw_file"),
    path("cases/<uuid:key>/records/<uuid:record>/comment/", notes_views.comment_on, name="comment_on"),
    path("cases/<uuid:key>/comments/new/", notes_views.comment_new, name="comment_new"),
    path("cases/<uuid:key>/comments/<uuid:comment>/answer/", notes_views.comment_answer, name="comment_answer"),
    path("cases/<uuid:key>/comments/calls/<uuid:comment_call>/read/", notes_views.comment_read, name="comment_read"),
    path("cases/<uuid:key>/warnings/", notes_views.warnings, name="warnings"),
    path("cases/<uuid:key>/warnings/new/", notes_views.warning_new, name="warning_new"),
    path("cases/<uuid:key>/warnings/<uuid:warning>/review/", notes_views.warning_review, name="warning_review"),
    path("cases/<uuid:key>/warnings/<uuid:warning>/end/", notes_views.warning_end, name="warning_end"),
    path("me/phrases/", notes_views.phrase_list, name="phrases"),
    path("me/phrases/new/", notes_views.phrase, name="phrase_new"),
    path("me/phrases/choice/", notes_views.phrase_choice, name="phrase_choice"),
    path("me/phrases/<uuid:phrase>/", notes_views.phrase, name="phrase"),
    path("me/phrases/<uuid:phrase>/drop/", notes_views.phrase_drop, name="phrase_drop"),
    path("cases/<uuid:key>/now/", views.now, name="now"),
    path("cases/<uuid:key>/status/", views.status, name="status"),
    path("cases/<uuid:key>/hand-over/", views.hand_over, name="hand_over"),
    path("cases/<uuid:key>/basics/", basics_views.basics, name="basics"),
    path("cases/<uuid:key>/members/<uuid:person>/", basics_views.member, name="member"),
    path("cases/<uuid:key>/members/new/", views.member_new, name="member_new"),
    path("cases/<uuid:key>/members/new/<uuid:person>/", views.member_new, name="member_known"),
    path("cases/<uuid:key>/persons/<uuid:person>/consent/", views.consent_new, name="consent_new"),
    path("cases/<uuid:key>/consents/<uuid:consent>/compare/", views.consent_compare, name="consent_compare"),
    path("cases/<uuid:key>/consents/<uuid:consent>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("consultations/<uuid:consultation>/open-case/", views.open_from_consultation, name="open_from_consultation"),
    path("consultations/<uuid:consultation>/add-to-case/", views.add_to_case, name="add_to_case"),
]
