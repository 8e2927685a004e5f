"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "staff"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.me, name="me"),
    path("drafts/<slug:kind>/", views.draft, name="draft"),
    path("drafts/<slug:kind>/<uuid:about>/", views.draft, name="draft_about"),
]
