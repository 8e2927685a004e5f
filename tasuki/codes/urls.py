"""Addresses of this room."""

app_name = "codes"
urlpatterns: list = []
