"""Addresses of schemes of support; part of this room's list."""

from django.urls import path

from . import schemes_views as views

urlpatterns = [
    path("schemes/", views.scheme_list, name="schemes"),
    path("schemes/new/", views.new_scheme, name="new_scheme"),
    path("schemes/<uuid:pk>/", views.scheme, name="scheme"),
    path("schemes/<uuid:pk>/change/", views.change_scheme, name="change_scheme"),
    path("schemes/<uuid:pk>/confirm/", views.confirm_scheme, name="confirm_scheme"),
    path("schemes/<uuid:pk>/end/", views.end_scheme, name="end_scheme"),
    path("schemes/<uuid:pk>/resume/", views.resume_scheme, name="resume_scheme"),
]
