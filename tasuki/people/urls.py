"""Addresses of this room."""

from django.urls import path

from . import home_views, merge_views, views

app_name = "people"
urlpatterns = [
    path("people/find/", views.find, name="find"),
    path("people/new/", views.new, name="new"),
    path("people/duplicates/", merge_views.duplicates, name="duplicates"),
    path("people/<uuid:key>/merge/<uuid:other>/", merge_views.merge, name="merge"),
    path("people/merges/<uuid:key>/undo/", merge_views.unmerge, name="unmerge"),
    path("people/<uuid:key>/keepers/new/", merge_views.keeper_new, name="keeper_new"),
    path("people/<uuid:key>/keepers/<uuid:keeper>/release/", merge_views.keeper_release, name="keeper_release"),
    path("households/<uuid:key>/merge/<uuid:home>/", merge_views.merge_homes, name="merge_homes"),
    path("households/merges/<uuid:key>/undo/", merge_views.unmerge_homes, name="unmerge_homes"),
    path("people/<uuid:key>/", views.person, name="person"),
    path("people/<uuid:key>/edit/", views.edit, name="edit"),
    path("people/<uuid:key>/contacts/new/", views.contact_new, name="contact_new"),
    path("people/<uuid:key>/contacts/<uuid:contact>/", views.contact_edit, name="contact_edit"),
    path("people/<uuid:key>/protection/", views.protection, name="protection"),
    path("people/<uuid:key>/household/new/", home_views.home_new, name="home_new"),
    path("people/<uuid:key>/relations/new/", home_views.relation_new, name="relation_new"),
    path("people/<uuid:key>/relations/<uuid:relation>/remove/", home_views.relation_remove, name="relation_remove"),
    path("households/<uuid:key>/edit/", home_views.home_edit, name="home_edit"),
    path("households/<uuid:key>/members/new/", home_views.member_new, name="member_new"),
    path("households/<uuid:key>/members/<uuid:membership>/", home_views.member_edit, name="member_edit"),
    path("households/<uuid:key>/members/<uuid:membership>/leave/", home_views.member_leave, name="member_leave"),
]
