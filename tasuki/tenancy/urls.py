"""Addresses of this room."""

app_name = "tenancy"
urlpatterns: list = []
