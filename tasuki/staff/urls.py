"""Addresses of this room."""

from django.urls import path

from . import views, workers_views

app_name = "staff"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.me, name="me"),
    path("drafts/<slug:kind>/", views.draft, name="draft"),
    path("drafts/<slug:kind>/<uuid:about>/", views.draft, name="draft_about"),
    path("settings/workers/", workers_views.workers, name="workers"),
    path("settings/workers/new/", workers_views.new_worker, name="new_worker"),
    path("settings/workers/<uuid:pk>/", workers_views.worker, name="worker"),
    path("settings/workers/<uuid:pk>/posts/new/", workers_views.new_post, name="new_post"),
    path("settings/workers/<uuid:pk>/password/", workers_views.password, name="password"),
    path("settings/posts/<uuid:pk>/end/", workers_views.end_post, name="end_post"),
]
