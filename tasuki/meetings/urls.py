"""Addresses of this room."""

from django.urls import path

from . import item_views, packet_views, talk_views, views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.board, name="board"),
    path("meetings/bodies/new/", views.body_new, name="body_new"),
    path("meetings/bodies/<uuid:body>/", views.body_edit, name="body"),
    path("meetings/sittings/new/", views.sitting_new, name="sitting_new"),
    path("meetings/sittings/<uuid:sitting>/", views.sitting, name="sitting"),
    path("meetings/sittings/<uuid:sitting>/hold/", views.hold, name="hold"),
    path("meetings/sittings/<uuid:sitting>/cancel/", views.cancel, name="cancel"),
    path("meetings/sittings/<uuid:sitting>/move/", views.move, name="move"),
    path("meetings/sittings/<uuid:sitting>/items/new/", views.general_item, name="general_item"),
    path("meetings/sittings/<uuid:sitting>/minutes/", views.minutes, name="minutes"),
    path("meetings/calls/<uuid:call>/secrecy/", item_views.secrecy, name="secrecy"),
    path("meetings/items/<uuid:item>/", item_views.item, name="item"),
    path("meetings/items/<uuid:item>/compare/", item_views.compare, name="compare"),
    path("meetings/items/<uuid:item>/paper/", packet_views.packet_paper, name="packet"),
    path("meetings/items/<uuid:item>/paper/<uuid:call>/", packet_views.packet_paper, name="packet_for"),
    path("meetings/items/<uuid:item>/paper.pdf", packet_views.packet_pdf, name="packet_pdf"),
    path("meetings/items/<uuid:item>/paper/<uuid:call>.pdf", packet_views.packet_pdf, name="packet_pdf_for"),
    path("meetings/items/<uuid:item>/papers/", packet_views.item_papers, name="papers"),
    path("meetings/looks/", packet_views.looks, name="looks"),
    path("meetings/calls/<uuid:call>/uncall/", item_views.uncall, name="uncall"),
    path("meetings/items/<uuid:item>/withdraw/", item_views.withdraw, name="withdraw"),
    path("meetings/roles/<uuid:duty>/done/", item_views.role_done, name="role_done"),
    path("meetings/items/<uuid:item>/call/", item_views.item_call, name="call"),
    path("meetings/items/<uuid:item>/conclude/", item_views.conclude, name="conclude"),
    path("meetings/items/<uuid:item>/close/", item_views.close, name="close"),
    path("cases/<uuid:key>/conferences/new/", talk_views.conference, name="conference"),
    path("cases/<uuid:key>/screenings/new/", talk_views.screening_new, name="screening_new"),
    path("screenings/<uuid:screening>/agenda/", talk_views.screening_agenda, name="screening_agenda"),
    path("screenings/<uuid:screening>/answer/", talk_views.screening_answer, name="screening_answer"),
    path("cases/<uuid:key>/agenda/new/", item_views.agenda_new, name="agenda_new"),
]
