"""Addresses of this room."""

app_name = "casefile"
urlpatterns: list = []
