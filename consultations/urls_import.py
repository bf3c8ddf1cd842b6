from django.urls import path

from consultations.views import importing

START = "areas/<slug:area>/consultations/import/"

urlpatterns = [
    path(START, importing.import_upload, name="import"),
    path(f"{START}template.<slug:kind>", importing.import_template, name="import_template"),
    path(f"{START}<int:pk>/", importing.import_file, name="import_file"),
    path(f"{START}<int:pk>/progress/", importing.import_progress, name="import_progress"),
    path(f"{START}<int:pk>/confirm/", importing.import_confirm, name="import_confirm"),
    path(f"{START}<int:pk>/again/", importing.import_again, name="import_again"),
    path(f"{START}<int:pk>/discard/", importing.import_discard, name="import_discard"),
]
