from django.urls import path

from funding.views import importing

START = "areas/<slug:area>/notices/import/"

urlpatterns = [
    path(START, importing.import_notices, name="import_notices"),
    path(f"{START}template.<slug:kind>", importing.import_template, name="import_notices_template"),
    path(f"{START}<int:pk>/", importing.import_file, name="import_notices_file"),
    path(f"{START}<int:pk>/progress/", importing.import_progress, name="import_notices_progress"),
    path(f"{START}<int:pk>/confirm/", importing.import_confirm, name="import_notices_confirm"),
    path(f"{START}<int:pk>/again/", importing.import_again, name="import_notices_again"),
    path(f"{START}<int:pk>/discard/", importing.import_discard, name="import_notices_discard"),
]
