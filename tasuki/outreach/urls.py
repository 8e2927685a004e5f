"""Addresses of this room."""

app_name = "outreach"
urlpatterns: list = []
