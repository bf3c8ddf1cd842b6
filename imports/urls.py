"""Addresses of imports: one set for every kind of act that has columns."""

from django.urls import path

from imports import views

app_name = "imports"

START = "areas/<slug:area>/imports/<slug:kind>/"

urlpatterns = [
    path(START, views.upload_page, name="upload"),
    path(f"{START}template.<slug:ending>", views.template_file, name="template"),
    path(f"{START}<int:pk>/", views.file_page, name="file"),
    path(f"{START}<int:pk>/progress/", views.progress_part, name="progress"),
    path(f"{START}<int:pk>/confirm/", views.confirm, name="confirm"),
    path(f"{START}<int:pk>/again/", views.again, name="again"),
    path(f"{START}<int:pk>/discard/", views.discard, name="discard"),
    # Where notices and consultations were imported before every kind had its own address.
    path("areas/<slug:area>/<slug:many>/import/", views.moved, name="moved"),
    path("areas/<slug:area>/<slug:many>/import/<path:rest>", views.moved, name="moved_page"),
]
