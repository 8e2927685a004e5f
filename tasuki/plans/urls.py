"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("cases/<uuid:key>/plans/new/", views.new, name="new"),
    path("plans/<uuid:plan>/", views.show, name="show"),
    path("plans/<uuid:plan>/edit/", views.edit, name="edit"),
    path("plans/<uuid:plan>/submit/", views.submit, name="submit"),
    path("plans/<uuid:plan>/decide/", views.decide, name="decide"),
    path("plans/<uuid:plan>/evaluate/", views.evaluate, name="evaluate"),
    path("plans/<uuid:plan>/end/", views.end, name="end"),
    path("plans/<uuid:plan>/compare/", views.compare, name="compare"),
    path("plans/<uuid:plan>/evaluation/compare/", views.compare_evaluations, name="compare_evaluations"),
    path("plans/<uuid:plan>/paper/", views.paper, name="paper"),
    path("plans/roles/<uuid:role>/", views.role, name="role"),
    path("plans/persons/<uuid:line>/rest/", views.rest, name="rest"),
]
