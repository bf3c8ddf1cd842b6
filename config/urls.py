"""Every address of the site. What needs no sign-in is decorated so, and listed in tests/house."""

from django.urls import include, path

from config import views

handler400 = "config.views.not_understood"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.failed"
handler429 = "config.limits.too_often"  # allauth's

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("config.site_urls")),
    path("", include("compacts.urls")),
    path("", include("desk.urls")),
    path("", include("organisations.urls")),
    path("", include("commitments.urls")),
    path("", include("imports.urls")),
    path("", include("funding.urls")),
    path("", include("consultations.urls")),
    path("", include("forums.urls")),
    path("", include("disputes.urls")),
    path("", include("notifications.urls")),
    path("", include("config.health")),
]
