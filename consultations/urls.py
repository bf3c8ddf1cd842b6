"""Addresses of consultations. Lists carry the area; one thing carries its number."""

from django.urls import include, path
from django.views.decorators.http import require_safe

from consultations.views import (
    changes,
    documents,
    feedback,
    lists,
    page,
    register,
    responses,
    voiding,
    wizard,
)

app_name = "consultations"
urlpatterns = [
    path("areas/<slug:area>/consultations/", register.register, name="register"),
    path("areas/<slug:area>/consultations/new/", wizard.consultation_new, name="new"),
    path("areas/<slug:area>/elections/", lists.elections, name="elections"),
    path("areas/<slug:area>/elections/new/", lists.election, name="election_new"),
    path("areas/<slug:area>/elections/<int:pk>/", lists.election, name="election"),
    path(
        "areas/<slug:area>/elections/<int:pk>/remove/",
        lists.election_remove,
        name="election_remove",
    ),
    path("consultations/<int:pk>/", page.consultation_page, name="consultation"),
    path(
        "consultations/<int:pk>/draft/check/", require_safe(wizard.DRAFT.check), name="draft_check"
    ),
    path("consultations/<int:pk>/draft/plan/", wizard.draft_plan, name="draft_plan"),
    path("consultations/<int:pk>/draft/discard/", wizard.DRAFT.discard, name="draft_discard"),
    path("consultations/<int:pk>/draft/<slug:page>/", wizard.DRAFT.page, name="draft"),
    path("consultations/<int:pk>/publish/", wizard.DRAFT.record, name="publish"),
    path("consultations/<int:pk>/extend/", changes.extend, name="extend"),
    path("consultations/<int:pk>/cut-short/", changes.shorten, name="cut_short"),
    path("consultations/<int:pk>/open-again/", changes.reopen, name="reopen"),
    path("consultations/<int:pk>/cancel/", changes.cancel, name="cancel"),
    path("consultations/<int:pk>/void/", changes.void, name="void"),
    path("consultations/<int:pk>/correct/", changes.corrections, name="corrections"),
    path("consultations/<int:pk>/correct/<slug:page>/", changes.correct, name="correct"),
    path("consultations/<int:pk>/documents/", documents.documents, name="documents"),
    path("consultations/documents/<int:pk>/", documents.document, name="document"),
    path(
        "consultations/documents/<int:pk>/withdraw/",
        documents.document_withdraw,
        name="document_withdraw",
    ),
    path("consultations/<int:pk>/checklists/<slug:name>/", lists.checklist, name="checklist"),
    path("consultations/<int:pk>/responses/", responses.responses, name="responses"),
    path("consultations/<int:pk>/responses/new/", responses.response_new, name="response_new"),
    path("consultations/<int:pk>/responses/log/", responses.response_log, name="response_log"),
    path("responses/<int:pk>/", responses.response_page, name="response"),
    path("responses/<int:pk>/edit/", responses.response_edit, name="response_edit"),
    path("responses/<int:pk>/records/", responses.response_records, name="response_records"),
    path("responses/<int:pk>/sent/", responses.response_sent, name="response_sent"),
    path("responses/<int:pk>/publish/", responses.response_publish, name="response_publish"),
    path("responses/<int:pk>/void/", voiding.response_void, name="response_void"),
    path("responses/<int:pk>/void/ask/", voiding.response_void_ask, name="response_void_ask"),
    path(
        "responses/<int:pk>/void/answer/",
        voiding.response_void_answer,
        name="response_void_answer",
    ),
    path("responses/<int:pk>/discard/", responses.response_discard, name="response_discard"),
    path("responses/files/<int:pk>/", documents.attachment, name="attachment"),
    path(
        "responses/files/<int:pk>/remove/",
        responses.attachment_remove,
        name="attachment_remove",
    ),
    path("consultations/<int:pk>/feedback/", feedback.feedback, name="feedback"),
    path("consultations/<int:pk>/feedback/themes/new/", feedback.theme, name="theme_new"),
    path("consultations/<int:pk>/feedback/themes/<int:theme>/", feedback.theme, name="theme"),
    path(
        "consultations/<int:pk>/feedback/themes/<int:theme>/remove/",
        feedback.theme_remove,
        name="theme_remove",
    ),
    path(
        "consultations/<int:pk>/feedback/publish/",
        feedback.feedback_publish,
        name="feedback_publish",
    ),
    path("", include("consultations.public.urls")),
]
