"""Addresses enough to show pages by themselves, whatever else the product has."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config import views
from pages.registers import Column, Register, register_page

handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.failed"


def people(request: HttpRequest, area: str = "") -> HttpResponse:
    from accounts.models import User  # noqa: PLC0415 - when the models are loaded

    columns = [
        Column("post", "Post", "post", sort="post", kind="link"),
        Column("email", "E-mail", "email", sort="email"),
    ]
    register = Register(
        "People", columns, User.objects.all(), None, ("post",), "post", link=lambda row: "/one/"
    )
    return register_page(request, register)


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


desk = ([path("<slug:area>/notices/", people, name="notices")], "funding")
urlpatterns = [
    path("", views.home, name="home"),
    path("", include("config.site_urls")),
    path("people/", people, name="people"),
    path("<slug:area>/desk/", people, name="desk"),
    path("funding/", include(desk)),
    path("breaks/", breaks),
]
