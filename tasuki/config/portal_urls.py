"""Addresses of the residents' pages, and no others."""

from django.urls import include, path

urlpatterns = [path("", include("tasuki.portal.public_urls"))]

handler400 = "tasuki.portal.public_views.bad_request"
handler404 = "tasuki.portal.public_views.not_found"
handler500 = "tasuki.portal.public_views.trouble"
