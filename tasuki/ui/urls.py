"""Address of the gallery of components (部品帳)."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
