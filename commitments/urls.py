from django.urls import path

from commitments.views import breaches, checks, deciding, records

app_name = "commitments"

urlpatterns = [
    path("areas/<slug:area>/checks/", checks.check_register, name="checks"),
    path("checks/<int:pk>/", checks.check_page, name="check"),
    path("checks/<int:pk>/line.json", checks.check_line, name="check_line"),
    path("checks/<int:pk>/record/", checks.check_record, name="record_promise"),
    path("checks/<int:pk>/not-done/<slug:code>/", checks.check_undone, name="say_undone"),
    path("acts/<int:pk>/", records.act_page, name="act"),
    path("acts/<int:pk>/correct/<str:fact>/", records.correct, name="correct"),
    path("acts/<int:pk>/void/", records.void, name="void"),
    path("areas/<slug:area>/breaches/", breaches.breach_register, name="breaches"),
    path("breaches/<int:pk>/", breaches.breach_page, name="breach"),
    path("breaches/<int:pk>/reply/", breaches.breach_reply, name="reply"),
    path("breaches/<int:pk>/determine/", breaches.breach_determine, name="determine"),
    path("breaches/<int:pk>/propose/", deciding.breach_propose, name="propose"),
    path("breaches/<int:pk>/propose/answer/", deciding.breach_answer, name="answer_proposal"),
    path("breaches/<int:pk>/remedy/", breaches.breach_remedy, name="remedy"),
]
