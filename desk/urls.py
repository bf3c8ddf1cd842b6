from django.urls import path

from desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("areas/<slug:area>/", views.area_desk, name="desk"),
    path("areas/<slug:area>/", views.area_desk, name="area"),
]
