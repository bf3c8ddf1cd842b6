"""Nothing typed is lost: not by an error, an expired sign-in, a second tab, nor a later page."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import User
from funding.models import FundingDecision
from organisations.models import Organisation
from tests import cast
from tests.funding.way import begin, notice_typed, record, send, up_to_notice
from tests.html import hidden, one_line

LATE = date(2014, 1, 2)


def test_nothing_typed_is_lost_by_an_error(as_officer: Client, recipient: Organisation) -> None:
    decision = up_to_notice(as_officer, recipient)
    key = f"o{recipient.pk}"
    typed = notice_typed(recipient, LATE) | {f"{key}-last_day_1": "Febtember"}
    page = one_line(send(as_officer, decision, "notice", **typed))
    assert "Febtember" in page
    again = as_officer.get(reverse("funding:draft", args=[decision.pk, "notice"]))
    assert "Febtember" in one_line(again)


def test_save_and_come_back_later_keeps_even_what_is_wrong(as_officer: Client) -> None:
    decision = begin(as_officer)
    answer = send(as_officer, decision, "kind", go="save", kind="end", funder="", decided_on_0="45")
    assert answer["Location"] == reverse("area", args=["thurrock"])
    page = one_line(as_officer.get(reverse("funding:draft", args=[decision.pk, "kind"])))
    assert 'value="45"' in page
    desk = one_line(as_officer.get(reverse("area", args=["thurrock"])))
    assert reverse("funding:draft_check", args=[decision.pk]) in desk


def test_nothing_typed_is_lost_by_an_expired_sign_in(
    client: Client, officer: User, recipient: Organisation
) -> None:
    client.force_login(officer)
    decision = begin(client)
    url = reverse("funding:draft", args=[decision.pk, "reasons"])
    page = hidden(client.get(url))
    cast.signed_out_by_time(client)
    sent = client.post(url, page | {"rationale": "Words of an hour.", "go": "continue"})
    assert sent["Location"].startswith(reverse("account_login"))
    sign_in = {"login": officer.email, "password": "let-me-in-2026"}
    back = client.post(sent["Location"], sign_in, follow=True)
    shown = one_line(back)
    assert "Words of an hour." in shown
    assert "Your sign-in had run out" in shown


def test_a_second_tab_shows_both_and_loses_neither(as_officer: Client) -> None:
    decision = begin(as_officer)
    url = reverse("funding:draft", args=[decision.pk, "reasons"])
    first, second = hidden(as_officer.get(url)), hidden(as_officer.get(url))
    as_officer.post(url, first | {"rationale": "Saved in the first tab.", "go": "continue"})
    answer = as_officer.post(
        url, second | {"rationale": "Typed in the second tab.", "go": "continue"}
    )
    assert answer.status_code == 409
    page = one_line(answer)
    assert "Saved in the first tab." in page
    assert "Typed in the second tab." in page
    kept = FundingDecision.objects.get(pk=decision.pk).typed["reasons"]
    assert kept == {"rationale": ["Saved in the first tab."]}
    again = {name: answer.context[name] for name in ("version", "seen")}
    as_officer.post(url, again | {"rationale": "Typed in the second tab.", "go": "continue"})
    kept = FundingDecision.objects.get(pk=decision.pk).typed["reasons"]
    assert kept == {"rationale": ["Typed in the second tab."]}


def test_another_page_saved_meanwhile_is_no_conflict(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = begin(as_officer)
    url = reverse("funding:draft", args=[decision.pk, "reasons"])
    opened = hidden(as_officer.get(url))
    send(as_officer, decision, "recipients", organisations=recipient.pk)
    answer = as_officer.post(url, opened | {"rationale": "Because.", "go": "continue"})
    assert answer.status_code == 302


def test_a_draft_recorded_in_another_tab_shows_what_was_typed(
    as_officer: Client, recipient: Organisation
) -> None:
    decision = up_to_notice(as_officer, recipient)
    send(as_officer, decision, "notice", **notice_typed(recipient, date(2013, 12, 30)))
    url = reverse("funding:draft", args=[decision.pk, "reasons"])
    opened = hidden(as_officer.get(url))
    record(as_officer, decision)
    answer = as_officer.post(url, opened | {"rationale": "Too late.", "go": "continue"})
    assert answer.status_code == 409
    assert "Too late." in one_line(answer)
