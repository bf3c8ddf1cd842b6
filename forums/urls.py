from django.urls import path

from forums import views

app_name = "forums"

urlpatterns = [
    path("areas/<slug:area>/dashboard/", views.dashboard, name="dashboard"),
    path("areas/<slug:area>/report/", views.report, name="report"),
    path("areas/<slug:area>/meetings/", views.meetings, name="meetings"),
    path("areas/<slug:area>/meetings/plan/", views.meeting_plan, name="plan_meeting"),
    path("areas/<slug:area>/meetings/deciding/", views.ways_to_decide, name="ways_to_decide"),
    path("meetings/<int:pk>/", views.meeting_page, name="meeting"),
    path("meetings/<int:pk>/hold/", views.meeting_hold, name="hold_meeting"),
]
