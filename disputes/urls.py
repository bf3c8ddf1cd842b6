from django.urls import path
from django.views.decorators.http import require_safe

from disputes.views import (
    bundles,
    case,
    case_actions,
    concluding,
    endings,
    papers,
    register,
    review,
    wizard,
)

app_name = "disputes"

urlpatterns = [
    path("areas/<slug:area>/disputes/", register.dispute_register, name="register"),
    path("areas/<slug:area>/disputes/new/", wizard.dispute_new, name="new"),
    path("areas/<slug:area>/disputes/review/", review.review, name="review"),
    path(
        "areas/<slug:area>/disputes/conclusions/", register.conclusion_register, name="conclusions"
    ),
    path("areas/<slug:area>/disputes/procedures/", review.procedures, name="procedures"),
    path(
        "areas/<slug:area>/disputes/procedures/<slug:compact>/<int:position>/",
        review.limit_change,
        name="limit",
    ),
    path("disputes/", register.my_cases, name="mine"),
    path("disputes/<int:pk>/", case.dispute_page, name="dispute"),
    path("disputes/<int:pk>/draft/<slug:page>/", wizard.DRAFT.page, name="draft"),
    path("disputes/<int:pk>/check/", require_safe(wizard.DRAFT.check), name="draft_check"),
    path("disputes/<int:pk>/raise/", wizard.DRAFT.record, name="raise"),
    path("disputes/<int:pk>/discard/", wizard.DRAFT.discard, name="draft_discard"),
    path("disputes/<int:pk>/write/", case_actions.write, name="write"),
    path("disputes/<int:pk>/stop/", case_actions.stop, name="stop"),
    path("disputes/<int:pk>/restart/", case_actions.restart, name="restart"),
    path("disputes/<int:pk>/extend/", case_actions.extend, name="extend"),
    path("disputes/<int:pk>/extension/", case_actions.extension_answer, name="extension"),
    path("disputes/<int:pk>/escalate/", case_actions.escalate, name="escalate"),
    path("disputes/<int:pk>/offer/", case_actions.offer, name="offer"),
    path("disputes/<int:pk>/terms/", case_actions.offer_answer, name="terms"),
    path("disputes/<int:pk>/withdraw/", case_actions.withdraw, name="withdraw"),
    path("disputes/<int:pk>/refer/", case_actions.refer, name="refer"),
    path("disputes/<int:pk>/standstill/", case_actions.standstill, name="standstill"),
    path(
        "disputes/<int:pk>/standstill/answer/",
        case_actions.standstill_answer,
        name="standstill_answer",
    ),
    path("disputes/<int:pk>/anonymous/", case_actions.anonymous, name="anonymous"),
    path("disputes/<int:pk>/exact/", case_actions.exact, name="exact"),
    path("disputes/<int:pk>/conclude/", endings.conclude, name="conclude"),
    path(
        "disputes/<int:pk>/conclude/propose/",
        concluding.conclusion_propose,
        name="propose_conclusion",
    ),
    path(
        "disputes/<int:pk>/conclude/answer/", concluding.conclusion_answer, name="answer_conclusion"
    ),
    path("disputes/<int:pk>/neutral/", endings.neutral_propose, name="neutral"),
    path("disputes/<int:pk>/remedy/", endings.remedy_add, name="remedy"),
    path("disputes/<int:pk>/lesson/", endings.lesson_add, name="lesson"),
    path("disputes/<int:pk>/ombudsman/", bundles.ombudsman, name="ombudsman"),
    path("disputes/<int:pk>/bundle.pdf", bundles.bundle_pdf, name="bundle_pdf"),
    path("disputes/<int:pk>/bundle.zip", bundles.bundle_zip, name="bundle_zip"),
    path("disputes/<int:pk>/papers/", papers.papers_part, name="papers"),
    path("disputes/papers/<int:pk>/", papers.paper_file, name="paper"),
    path("disputes/papers/<int:pk>/remove/", papers.paper_remove, name="paper_remove"),
    path(
        "disputes/papers/<int:pk>/looked-through/",
        papers.paper_look_through,
        name="paper_look_through",
    ),
    path("disputes/neutrals/<int:pk>/agree/", endings.neutral_agree, name="neutral_agree"),
    path("disputes/neutrals/<int:pk>/declare/", endings.neutral_declare, name="neutral_declare"),
    path("disputes/neutrals/<int:pk>/end/", endings.neutral_end, name="neutral_end"),
    path("disputes/remedies/<int:pk>/report/", endings.remedy_report, name="remedy_report"),
    path("disputes/remedies/<int:pk>/check/", endings.remedy_check, name="remedy_check"),
]
