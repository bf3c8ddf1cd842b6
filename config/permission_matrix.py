"""Who is answered what at every address: written down here, tried by tests/house/test_permission_matrix.py
with real rows, and shown in docs/permissions.md. An address that is added needs its place here.

An answer is one of four. *Open*: the page, or what was sent is taken. *Refused*: 403, with the
reason. *Not found*: 404, as if there were no such row. *Sign in*: whoever is signed out is led there,
save where all is open.
"""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = {
    "K": "compact officer of the council, which is a party",
    "O": "officer of the council, which is a party",
    "P": "officer of another public body, which is none",
    "S": "staff of the CVS",
    "M": "member of the group, which is a party",
    "T": "member of another group, which is none",
    "C": "chair of the forum, of the council",
    "V": "chair of the forum, of a voluntary organisation",
    "R": "read only, of the council",
    "g": "read only, of the group",
    "N": "mediator whom both sides asked into the dispute, without a role",
    "X": "compact officer of another area",
    "I": "whoever runs the installation, without a role",
    "A": "nobody: signed out",
}
SIGNED_OUT = "A"
OUTSIDE = "NXI"
"""Whoever has no role in the area."""


@dataclass(frozen=True, slots=True)
class Answers:
    """By letter: who learns that there is something (open or refused), and to whom it is open."""

    sees: str
    may: str


@dataclass(frozen=True, slots=True)
class Group:
    """Addresses that answer alike. The rows of an area are the council's, the group's, or between them."""

    title: str
    sees: str
    may: str
    names: str


GROUPS = [
    Group(
        "Open to everybody",
        sees="KOPSMTCVRgNXIA",
        may="KOPSMTCVRgNXIA",
        names=(
            "home about accessibility style_guide account_login account_logout account_inactive "
            "account_signup account_reset_password account_reset_password_done "
            "account_reset_password_from_key account_reset_password_from_key_done compacts:index "
            "compacts:search compacts:compare compacts:compact compacts:provision calculator "
            "organisations:invitation consultations:document consultations:public "
            "consultations:public_data consultations:public_feed consultations:public_calendar "
            "consultations:public_json consultations:public_page notifications:follow_consultation "
            "notifications:follow_area notifications:asked notifications:confirm notifications:stop "
            "healthz metrics history account_request_login_code account_way_in"
        ),
    ),
    Group(
        "Everybody's own account and way in",
        sees="KOPSMTCVRgNXI",
        may="KOPSMTCVRgNXI",
        names=(
            "account_account account_second_step_needed mfa_index mfa_authenticate mfa_reauthenticate "
            "mfa_activate_totp mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn "
            "mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn mfa_login_webauthn "
            "account_reauthenticate account_confirm_login_code account_change_password "
            "account_set_password account_sessions account_end_other_sessions account_access desk "
            "organisations:act_for organisations:mine imports:moved "
            "imports:moved_page disputes:mine"
        ),
    ),
    Group(
        "Not there: needs what the question left out, or is over",
        sees="",
        may="",
        names=(
            "mfa_deactivate_totp mfa_view_recovery_codes mfa_download_recovery_codes calculator-ics "
            "organisations:setup account_end_session openid_connect_login openid_connect_callback"
        ),
    ),
    Group(
        "A compact that everybody reads, kept by the compact officer of its area",
        sees="KOPSMTCVRgNXI",
        may="K",
        names="compacts:keep compacts:end-keeping",
    ),
    Group(
        "An area's lists and what every one of its people reads",
        sees="KOPSMTCVRg",
        may="KOPSMTCVRg",
        names=(
            "area organisations:register organisations:search organisations:organisation "
            "organisations:people commitments:checks commitments:breaches funding:decisions "
            "funding:notices funding:agreements funding:claims consultations:register "
            "consultations:elections consultations:consultation consultations:checklist "
            "consultations:responses forums:meetings forums:meeting disputes:register "
            "disputes:conclusions disputes:procedures"
        ),
    ),
    Group(
        "The area's own records, kept by the compact officer",
        sees="KOPSMTCVRg",
        may="K",
        names=(
            "organisations:add organisations:change consultations:election_new consultations:election "
            "consultations:election_remove disputes:limit"
        ),
    ),
    Group(
        "Inviting people: each sector's own",
        sees="KOPSMTCVRg",
        may="KS",
        names="organisations:invite",
    ),
    Group(
        "A person of the public sector: colleagues, and the compact officer",
        sees="KOCR",
        may="KOCR",
        names="organisations:person",
    ),
    Group(
        "A membership of the public sector: its compact officer; colleagues see it",
        sees="KOCR",
        may="K",
        names=(
            "organisations:invite_again organisations:change_post organisations:end_membership "
            "organisations:reset_second_step"
        ),
    ),
    Group(
        "The installation and its areas",
        sees="I",
        may="I",
        names=(
            "organisations:areas organisations:area_add organisations:area_settings "
            "organisations:area_change organisations:name_first organisations:area_archive "
            "organisations:area_restore account_access_of_all"
        ),
    ),
    Group(
        "A record, its checks and cases: the parties, and those who work for the whole area",
        sees="KOSMCVRg",
        may="KOSMCVRg",
        names=(
            "commitments:check commitments:check_line commitments:act commitments:breach "
            "funding:decision funding:notice funding:agreement consultations:response "
            "consultations:response_sent"
        ),
    ),
    Group(
        "A voluntary organisation's own promise: its people and the CVS",
        sees="KOSMCVRg",
        may="SM",
        names="commitments:record_promise",
    ),
    Group(
        "Of a row of the area next door, whose compact officer X is",
        sees="X",
        may="X",
        names="commitments:say_undone disputes:escalate",
    ),
    Group(
        "A record, changed by those who act for the body that it is of",
        sees="KOSMCVRg",
        may="KO",
        names=(
            "commitments:correct commitments:void funding:retake funding:notice_new "
            "funding:notice_again funding:move funding:withdraw consultations:response_publish "
            "consultations:response_void_ask"
        ),
    ),
    Group(
        "A case, answered by the body that it is about, its chair among them",
        sees="KOSMCVRg",
        may="KOC",
        names="commitments:reply commitments:remedy",
    ),
    Group(
        "A case, decided by the chair of another organisation",
        sees="KOSMCVRg",
        may="V",
        names="commitments:determine commitments:answer_proposal",
    ),
    Group(
        "A case, proposed by a chair to the other",
        sees="KOSMCVRg",
        may="CV",
        names="commitments:propose",
    ),
    Group(
        "What a public body records anew: its officers and the compact officer",
        sees="KOPSMTCVRg",
        may="KOP",
        names=(
            "imports:upload imports:template funding:decision_new funding:agreement_new "
            "consultations:new"
        ),
    ),
    Group(
        "A file on its way in: whoever sent it",
        sees="OSMTCVRg",
        may="O",
        names="imports:file imports:progress imports:confirm imports:again imports:discard",
    ),
    Group(
        "A public body's draft",
        sees="KO",
        may="KO",
        names=(
            "funding:draft_check funding:draft funding:draft_preview funding:draft_discard "
            "consultations:draft_check consultations:draft_plan consultations:draft_discard "
            "consultations:draft consultations:publish"
        ),
    ),
    Group(
        "A record, answered by its other side",
        sees="KOSMCVRg",
        may="M",
        names="funding:acknowledge consultations:response_void consultations:response_void_answer",
    ),
    Group(
        "A body's published consultation, changed by those who act for the body",
        sees="KOPSMTCVRg",
        may="KO",
        names=(
            "consultations:extend consultations:cut_short consultations:reopen consultations:cancel "
            "consultations:void consultations:corrections consultations:correct "
            "consultations:documents consultations:document_withdraw consultations:response_log "
            "consultations:feedback consultations:theme_new consultations:theme "
            "consultations:theme_remove consultations:feedback_publish"
        ),
    ),
    Group(
        "A response, by voluntary organisations and the CVS",
        sees="KOPSMTCVRg",
        may="SMT",
        names="consultations:response_new",
    ),
    Group(
        "A voluntary organisation's draft",
        sees="M",
        may="M",
        names=(
            "consultations:response_edit consultations:response_discard consultations:attachment "
            "consultations:attachment_remove disputes:draft disputes:draft_check disputes:raise "
            "disputes:draft_discard disputes:paper_remove"
        ),
    ),
    Group(
        "Of a row of the area next door, which its organisation alone changes",
        sees="X",
        may="",
        names="consultations:response_records",
    ),
    Group(
        "What is for those who work for the whole area",
        sees="KOPSMTCVRg",
        may="KSCVRg",
        names="forums:dashboard forums:report disputes:review",
    ),
    Group(
        "The forum's meetings",
        sees="KOPSMTCVRg",
        may="KCV",
        names="forums:plan_meeting forums:hold_meeting",
    ),
    Group(
        "A setting of the forum, by its chairs",
        sees="KOPSMTCVRg",
        may="CV",
        names="forums:ways_to_decide",
    ),
    Group(
        "Raising a dispute: whoever does not only read",
        sees="KOPSMTCVRg",
        may="KOPSMTCV",
        names="disputes:new",
    ),
    Group(
        "A dispute: its sides, the chairs, readers of the whole area, and its neutral",
        sees="KOMCVRgN",
        may="KOMCVRgN",
        names="disputes:dispute",
    ),
    Group(
        "A dispute, by either side and the chairs",
        sees="KOMCVRg",
        may="KOMCV",
        names="disputes:write disputes:restart disputes:lesson",
    ),
    Group(
        "A dispute, by the raiser or the other sector's chair",
        sees="KOMCVRg",
        may="MV",
        names="disputes:stop disputes:remedy_check",
    ),
    Group(
        "A dispute, by either side",
        sees="KOMCVRg",
        may="KOMC",
        names=(
            "disputes:extend disputes:offer disputes:anonymous disputes:neutral disputes:remedy "
            "disputes:neutral_end"
        ),
    ),
    Group(
        "A dispute, by the side whose turn it is: here the raiser",
        sees="KOMCVRg",
        may="M",
        names=(
            "disputes:extension disputes:terms disputes:withdraw disputes:refer disputes:standstill "
            "disputes:neutral_agree"
        ),
    ),
    Group(
        "A dispute, by the side whose turn it is: here the respondent",
        sees="KOMCVRg",
        may="KOC",
        names="disputes:standstill_answer disputes:remedy_report",
    ),
    Group(
        "A dispute, concluded by the chair of neither party, or answered by the other chair",
        sees="KOMCVRg",
        may="V",
        names="disputes:conclude disputes:answer_conclusion",
    ),
    Group(
        "A conclusion, proposed by a chair to the other",
        sees="KOMCVRg",
        may="CV",
        names="disputes:propose_conclusion",
    ),
    Group(
        "A dispute's bundle: not for the neutral",
        sees="KOMCVRgN",
        may="KOMCVRg",
        names="disputes:ombudsman disputes:bundle_pdf disputes:bundle_zip",
    ),
    Group(
        "A document of a dispute for the forum: not before the neutral has declared",
        sees="KOMCVRg",
        may="KOMCVRg",
        names="disputes:paper disputes:papers",
    ),
    Group(
        "The neutral's own declaration",
        sees="KOMCVRgN",
        may="N",
        names="disputes:neutral_declare",
    ),
    Group(
        "A case that keeps a name, by the body that represents its raiser",
        sees="KOSMCVRg",
        may="S",
        names="disputes:paper_look_through disputes:exact",
    ),
]

SENT_BY = {"consultations:checklist": "KO"}
"""Pages that more people read than may send what is on them."""

ANSWERS = {name: Answers(group.sees, group.may) for group in GROUPS for name in group.names.split()}
"""By the name of the address."""
