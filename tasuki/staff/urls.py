"""Addresses of this room."""

from django.urls import path

from . import account_views, entry_views, gate_views, outside_views, transfers_views, views, workers_views

app_name = "staff"
urlpatterns = [
    path("sign-in/", entry_views.sign_in, name="sign_in"),
    path("sign-in/factor/", entry_views.factor, name="factor"),
    path("sign-in/enrol/", entry_views.enrol, name="enrol"),
    path("sign-in/codes/", entry_views.codes, name="codes"),
    path("sign-in/device/", entry_views.device, name="device"),
    path("sign-in/password/", entry_views.first_password, name="first_password"),
    path("sign-in/outside/<slug:slug>/", outside_views.start, name="outside"),
    path("sign-in/outside/<slug:slug>/back/", outside_views.back, name="outside_back"),
    path("sign-in/outside/<slug:slug>/finish/", outside_views.finish, name="outside_finish"),
    path("sign-in/outside/<slug:slug>/metadata/", outside_views.metadata, name="outside_metadata"),
    path("prove/", entry_views.prove, name="prove"),
    path("resume/", entry_views.resume, name="resume"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.me, name="me"),
    path("me/roles/", views.roles, name="roles"),
    path("me/extend/", entry_views.extend, name="extend"),
    path("me/account/", account_views.account, name="account"),
    path("me/account/password/", account_views.password, name="my_password"),
    path("me/account/factors/new/", account_views.new_factor, name="new_factor"),
    path("me/account/factors/<uuid:pk>/drop/", account_views.drop_factor, name="drop_factor"),
    path("me/account/codes/", account_views.recovery, name="recovery"),
    path("me/account/sessions/<uuid:pk>/end/", account_views.end_session, name="end_session"),
    path("me/account/sessions/end/", account_views.end_others, name="end_others"),
    path("drafts/<slug:kind>/", views.draft, name="draft"),
    path("drafts/<slug:kind>/<uuid:about>/", views.draft, name="draft_about"),
    path("settings/workers/", workers_views.workers, name="workers"),
    path("settings/workers/new/", workers_views.new_worker, name="new_worker"),
    path("settings/workers/<uuid:pk>/", workers_views.worker, name="worker"),
    path("settings/workers/<uuid:pk>/change/", workers_views.change_worker, name="change_worker"),
    path("settings/workers/<uuid:pk>/posts/new/", workers_views.new_post, name="new_post"),
    path("settings/workers/<uuid:pk>/password/", workers_views.password, name="password"),
    path("settings/workers/<uuid:pk>/factors/reset/", gate_views.reset_factors, name="reset_factors"),
    path("settings/transfers/", transfers_views.transfers, name="transfers"),
    path("settings/transfers/template.xlsx", transfers_views.template, name="transfers_template"),
    path("settings/transfers/check/", transfers_views.check, name="transfers_check"),
    path("settings/sign-in/", gate_views.gate, name="gate"),
    path("settings/machines/", gate_views.machines, name="machines"),
    path("settings/machines/<uuid:pk>/approve/", gate_views.approve, name="approve_machine"),
    path("settings/machines/<uuid:pk>/end/", gate_views.end_machine, name="end_machine"),
    path("settings/posts/<uuid:pk>/end/", workers_views.end_post, name="end_post"),
]
