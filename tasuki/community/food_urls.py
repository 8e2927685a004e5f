"""Addresses of the food drive; part of this room's list."""

from django.urls import path

from . import food_views as views

urlpatterns = [
    path("food/", views.stock, name="food"),
    path("food/in/", views.food_in, name="food_in"),
    path("food/out/", views.food_out, name="food_out"),
    path("food/count/", views.food_count, name="food_count"),
    path("food/book/", views.food_book, name="food_book"),
    path("food/moves/<uuid:pk>/undo/", views.food_undo, name="food_undo"),
    path("food/donors/", views.donors, name="food_donors"),
    path("food/donors/new/", views.new_donor, name="new_food_donor"),
    path("food/donors/<uuid:pk>/change/", views.change_donor, name="change_food_donor"),
    path("food/donors/<uuid:pk>/paper/", views.donor_paper, name="food_donor_paper"),
    path("food/year/", views.food_year, name="food_year"),
    path("food/year/excel/", views.food_year_excel, name="food_year_excel"),
]
