"""Addresses of issues, gatherings and projects of the neighbourhood."""

from django.urls import path

from . import gatherings_views, issues_views, projects_views

urlpatterns = [
    path("issues/", issues_views.issue_list, name="issues"),
    path("issues/new/", issues_views.new_issue, name="new_issue"),
    path("issues/sheet/", issues_views.issue_sheet, name="issue_sheet"),
    path("issues/sheet/pdf/", issues_views.issue_sheet_pdf, name="issue_sheet_pdf"),
    path("issues/<uuid:pk>/", issues_views.issue, name="issue"),
    path("issues/<uuid:pk>/state/", issues_views.move_issue, name="move_issue"),
    path("issues/<uuid:pk>/lead/", issues_views.lead_issue, name="lead_issue"),
    path("issues/<uuid:pk>/effect/", issues_views.issue_effect, name="issue_effect"),
    path("gatherings/", gatherings_views.gathering_list, name="gatherings"),
    path("gatherings/new/", gatherings_views.new_gathering, name="new_gathering"),
    path("gatherings/<uuid:pk>/", gatherings_views.gathering, name="gathering"),
    path("gatherings/<uuid:pk>/change/", gatherings_views.change_gathering, name="change_gathering"),
    path("projects/", projects_views.project_list, name="projects"),
    path("projects/new/", projects_views.new_project, name="new_project"),
    path("projects/<uuid:pk>/", projects_views.project, name="project"),
    path("projects/<uuid:pk>/change/", projects_views.change_project, name="change_project"),
    path("projects/<uuid:pk>/wish/", projects_views.project_wish, name="project_wish"),
    path("projects/<uuid:pk>/partners/new/", projects_views.project_partner, name="project_partner"),
    path("projects/<uuid:pk>/partners/<uuid:partner>/", projects_views.partner_answer, name="partner_answer"),
    path("projects/<uuid:pk>/steps/new/", projects_views.project_step, name="project_step"),
    path("projects/<uuid:pk>/steps/<uuid:step>/", projects_views.step_done, name="step_done"),
    path("projects/<uuid:pk>/conclude/", projects_views.conclude_project, name="conclude_project"),
]
