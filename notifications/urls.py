"""Following by e-mail. No sign-in: links in e-mails carry a signed number."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("follow/consultations/<int:pk>/", views.follow_consultation, name="follow_consultation"),
    path("follow/areas/<slug:slug>/", views.follow_area, name="follow_area"),
    path("follow/asked/", views.asked, name="asked"),
    path("follow/<str:token>/confirm/", views.confirm, name="confirm"),
    path("follow/<str:token>/stop/", views.stop, name="stop"),
]
