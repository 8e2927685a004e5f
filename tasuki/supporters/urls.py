"""Addresses of this room."""

from django.urls import path

from . import concern_views, course_views, points_urls, settings_views, views

app_name = "supporters"
urlpatterns = [
    path("concerns/", concern_views.index, name="concerns"),
    path("concerns/new/", concern_views.hear, name="hear"),
    path("concerns/<uuid:key>/", concern_views.concern, name="concern"),
    path("concerns/<uuid:key>/answer/", concern_views.answer, name="answer"),
    path("concerns/<uuid:key>/note/", concern_views.note, name="note"),
    path("concerns/<uuid:key>/pass/", concern_views.pass_on, name="pass_on"),
    path("concerns/<uuid:key>/photos/<uuid:concern_photo>/", concern_views.photo, name="photo"),
    path("supporters/", views.index, name="supporters"),
    path("supporters/new/", views.new, name="new_supporter"),
    path("supporters/<uuid:pk>/", views.supporter, name="supporter"),
    path("supporters/<uuid:pk>/change/", views.change, name="change_supporter"),
    path("supporters/<uuid:pk>/training/", views.training, name="training"),
    path("supporters/<uuid:pk>/badge/", views.badge, name="badge"),
    path("supporters/<uuid:pk>/badges/<uuid:supporter_badge>/end/", views.end_badge, name="end_badge"),
    path("supporters/<uuid:pk>/link/", views.link, name="link"),
    path("supporters/<uuid:pk>/links/<uuid:supporter_link>/end/", views.end_link, name="end_link"),
    path("courses/", course_views.index, name="courses"),
    path("courses/new/", course_views.new, name="new_course"),
    path("courses/<uuid:pk>/", course_views.course, name="course"),
    path("courses/<uuid:pk>/sessions/new/", course_views.new_session, name="new_session"),
    path("courses/<uuid:pk>/members/new/", course_views.new_member, name="new_member"),
    path("courses/<uuid:pk>/sessions/<uuid:course_day>/", course_views.attendance, name="attendance"),
    path("courses/<uuid:pk>/members/<uuid:course_member>/graduate/", course_views.graduate, name="graduate"),
    path("courses/<uuid:pk>/members/<uuid:course_member>/follow/", course_views.follow, name="follow"),
    path("courses/<uuid:pk>/members/<uuid:course_member>/began/", course_views.began, name="began"),
    path("settings/routes/", settings_views.routes, name="routes"),
    path("settings/routes/new/", settings_views.new_route, name="new_route"),
    path("settings/routes/<uuid:pk>/end/", settings_views.end_route, name="end_route"),
    path("settings/helping/", settings_views.helping, name="helping"),
    path("settings/helping/badge/", settings_views.badge_rule, name="badge_rule"),
    *points_urls.urlpatterns,
]
