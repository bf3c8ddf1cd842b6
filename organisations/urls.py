from django.urls import include, path

from organisations import views

namespaced = [
    path("", views.register, name="register"),
    path("search/", views.search, name="search"),
    path("add/", views.organisation_add, name="add"),
    path("<slug:slug>/", views.organisation_page, name="organisation"),
    path("<slug:slug>/change/", views.organisation_change, name="change"),
]

urlpatterns = [
    path("areas/<slug:area>/organisations/", include((namespaced, "organisations"))),
]
