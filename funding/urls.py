from django.urls import path

from funding.views import adding, amendments, records, registers, wizard

app_name = "funding"

urlpatterns = [
    path("areas/<slug:area>/decisions/", registers.decision_register, name="decisions"),
    path("areas/<slug:area>/decisions/new/", wizard.decision_new, name="decision_new"),
    path("areas/<slug:area>/notices/", registers.notice_register, name="notices"),
    path("areas/<slug:area>/agreements/", registers.agreement_register, name="agreements"),
    path("areas/<slug:area>/agreements/new/", adding.agreement_new, name="agreement_new"),
    path("areas/<slug:area>/claims/", registers.claim_register, name="claims"),
    path("decisions/<int:pk>/", records.decision_page, name="decision"),
    path("decisions/<int:pk>/edit/check/", wizard.DRAFT.check, name="draft_check"),
    path("decisions/<int:pk>/edit/<slug:page>/", wizard.DRAFT.page, name="draft"),
    path("decisions/<int:pk>/preview/<slug:page>/", wizard.DRAFT.panel, name="draft_preview"),
    path("decisions/<int:pk>/discard/", wizard.DRAFT.discard, name="draft_discard"),
    path("decisions/<int:pk>/retake/", amendments.retake, name="retake"),
    path("decisions/<int:pk>/notices/new/", adding.notice_new, name="notice_new"),
    path("notices/<int:pk>/", records.notice_page, name="notice"),
    path("notices/<int:pk>/again/", adding.notice_again, name="notice_again"),
    path("notices/<int:pk>/move/", amendments.move, name="move"),
    path("notices/<int:pk>/acknowledge/", amendments.acknowledge, name="acknowledge"),
    path("agreements/<int:pk>/", records.agreement_page, name="agreement"),
    path("funding/<slug:kind>/<int:pk>/withdraw/", amendments.withdraw, name="withdraw"),
]
