"""Addresses of the residents' process: /town/language/…, a supporter's link, a place's link."""

from django.urls import path, register_converter

from . import bearer_views, message_views, public_views, scheme_views


class Code:
    """団体コード: six digits."""

    regex = "[0-9]{6}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(Code, "code")

app_name = "public"
urlpatterns = [
    path("", public_views.entrance, name="entrance"),
    path("s/<str:token>/", bearer_views.supporter_home, name="supporter"),
    path("s/<str:token>/concern/", bearer_views.concern, name="concern"),
    path("s/<str:token>/turn/<uuid:key>/", bearer_views.turn, name="turn"),
    path("s/<str:token>/help/<uuid:key>/", bearer_views.help_request, name="help_request"),
    path("s/<str:token>/activity/", bearer_views.activity, name="activity"),
    path("p/<str:token>/", bearer_views.place_check, name="place_check"),
    path("<code:code>/", public_views.town, name="town"),
    path("<code:code>/leave/", public_views.leave, name="leave"),
    path("<code:code>/<slug:language>/", public_views.home, name="home"),
    path("<code:code>/<slug:language>/desks/", public_views.desks, name="desks"),
    path("<code:code>/<slug:language>/desks/<slug:trouble>/", public_views.desk_list, name="desk_list"),
    path("<code:code>/<slug:language>/places/", public_views.places, name="places"),
    path("<code:code>/<slug:language>/places/<uuid:key>/", public_views.place, name="place"),
    path("<code:code>/<slug:language>/schemes/", scheme_views.schemes, name="schemes"),
    path("<code:code>/<slug:language>/schemes/<uuid:key>/", scheme_views.scheme, name="scheme"),
    path("<code:code>/<slug:language>/days/", public_views.agenda, name="agenda"),
    path("<code:code>/<slug:language>/poster/", public_views.poster, name="poster"),
    path("<code:code>/<slug:language>/qr.<slug:kind>", public_views.picture, name="qr"),
    path("<code:code>/<slug:language>/write/", message_views.write, name="write"),
    path("<code:code>/<slug:language>/answer/", message_views.answer, name="answer"),
]
