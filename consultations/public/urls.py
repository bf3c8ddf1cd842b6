"""Public addresses. They follow the members' own, so that a number alone is a member's page."""

from django.urls import path, re_path

from consultations.public.views import feeds, files, lists, page

urlpatterns = [
    path("consultations/", lists.public, name="public"),
    re_path(
        r"^consultations/(?P<tab>forthcoming|awaiting-feedback|answered|cancelled|all)/$",
        lists.public,
        name="public",
    ),
    path("consultations/data/", page.public_data, name="public_data"),
    path("consultations/news.atom", feeds.news, name="public_feed"),
    path("consultations/closing-days.ics", files.calendar_of_all, name="public_calendar"),
    path("consultations/consultations.json", files.data_of_all, name="public_json"),
    path("consultations/<slug:slug>/news.atom", feeds.news, name="public_feed"),
    path(
        "consultations/<slug:slug>/closing-days.ics", files.calendar_of_all, name="public_calendar"
    ),
    path("consultations/<slug:slug>/<int:pk>/", page.public_page, name="public_page"),
    path("consultations/<slug:slug>/<int:pk>/news.atom", feeds.news, name="public_feed"),
    path(
        "consultations/<slug:slug>/<int:pk>/closing-day.ics",
        files.calendar_of_one,
        name="public_calendar",
    ),
    path(
        "consultations/<slug:slug>/<int:pk>/consultation.json",
        files.data_of_one,
        name="public_json",
    ),
]
