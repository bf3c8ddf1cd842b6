"""The compacts, their provisions, and the deadline calculator. All but keeping needs no sign-in."""

from django.urls import include, path, register_converter

from compacts import views
from compacts.converters import RefConverter

register_converter(RefConverter, "ref")

namespaced = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("compare/", views.compare, name="compare"),
    path("<slug:slug>/", views.compact, name="compact"),
    path("<slug:slug>/keep/", views.keep, name="keep"),
    path("<slug:slug>/keep/<int:pk>/end/", views.end_keeping, name="end-keeping"),
    path("<slug:slug>/<ref:ref>/", views.provision, name="provision"),
]

urlpatterns = [
    path("compacts/", include((namespaced, "compacts"))),
    path("calculator/", views.calculator, name="calculator"),
    path("calculator/last-day.ics", views.calculator_ics, name="calculator-ics"),
]
