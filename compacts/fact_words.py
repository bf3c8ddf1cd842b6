"""What every fact is called on a record, in its history and where it is corrected: the only table.

`compacts/facts.py` holds the questions that a rule asks; here stands the short name that a fact has
beside its value. Both are looked up by the kind of act, since kinds share names (`last_day` of a
notice, of an agreement).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compacts.facts import EXCEPTIONS, NOTICE_KINDS, YES_OR_NO, Fact, Kind, label_of
from pages.naming import lowered
from rules.words import listed

CODED: dict[str, Kind] = {
    "steps": "date",
    "told": "date",
    "records": "long_text",
    "fields": "long_text",
    "conditions": "yes_no",
}
"""The tables of facts that go by a clause's own codes, and what each code holds."""
ASKED_AS = {"order": "order_attested"}
"""Names that verdicts use for what is missing, and the fact that would answer them."""


def _facts(kind: Kind, **labels: str) -> dict[str, Fact]:
    return {name: Fact(name, label, kind=kind) for name, label in labels.items()}


_COMMON: dict[str, Fact] = {
    **_facts(
        "date",
        agreed_due_on="Day for payment under those terms",
        agreed_terms_on="Other payment terms agreed on",
        anchor_on="Last review held on",
        announced_on="Announced on",
        cancelled_on="Cancelled on",
        central_last_day="Last day of central government’s funding",
        central_notice_received_on="Central government’s notice received on",
        closes_on="Closes on",
        decided_on="Decided on",
        decision_expected_on="Decision expected on",
        documents_complete_on="All documents available from",
        done_on="Done on",
        due_on="Due on",
        end_on="Ends on",
        event_on="Day of the decision or event",
        expected_start="Expected start",
        explained_on="Explanation given on",
        feedback_expected_on="Feedback expected on",
        feedback_on="Feedback published on",
        held_on="Held on",
        informed_on="Recipient informed on",
        last_day="Last day on the old terms",
        made_on="Agreement made on",
        moved_on="Last day put back on",
        opens_on="Opens on",
        paid_on="Paid on",
        period_start_on="The period starts on",
        previous_last_day="Last day as first notified",
        published_on="Published on",
        queried_on="Queried on",
        rationale_given_on="Rationale given on",
        received_on="Received on",
        report_published_on="Report published on",
        resubmitted_on="Resubmitted on",
        retaken_on="Decided again on",
        sector_told_on="Sector told on",
        sent_on="Sent on",
        start_on="First funded day",
        triggered_on="The time runs from",
        withdrawn_on="Withdrawn on",
    ),
    **_facts(
        "yes_no",
        centrally_funded="Money from central government",
        consents="May be published",
        criteria_disclosed="Criteria made known",
        fixed_term_end="Ends only because a fixed term runs out",
        formal_written="Formal and written",
        in_writing="In writing",
        is_contract="Under a contract",
        minuted="Minuted",
        ongoing="Ongoing work without a date",
        order_attested="Same-day steps came first",
        problems_logged="Problems with the service logged",
    ),
    **_facts(
        "choice",
        basis="On what basis",
        lead="Lead",
        level="Level of engagement",
        mechanism="Mechanism",
        method="How it was given",
        route="How it came",
    ),
    **_facts(
        "money",
        amount="Amount",
        amount_after="Amount after",
        amount_before="Amount before",
        own_after="The body's own amount after",
        own_before="The body's own amount before",
        sector_after="Amount for the sector after",
        sector_before="Amount for the sector before",
    ),
    **_facts(
        "text",
        capacity="In what capacity",
        decided_by="Who decides",
        decisions="Decisions that rest on it",
        number="The claim’s own number",
        partners="Partners",
        programme="Programme or service",
        promoted="How others were told",
        title="Title",
    ),
    **_facts(
        "long_text",
        audiences="Whom it asks",
        basis_explained="How gathered or known",
        criteria="Criteria",
        effect_on_sector="What it would do to the sector",
        explanation="Explanation",
        formats="Formats",
        how_to_respond="How to respond",
        languages="Languages",
        methods="Methods, and why",
        not_open_to_change="Not open to change",
        open_to_change="Open to change",
        people_involved="Who had a part in it",
        places="Where",
        rationale="Rationale",
        represents="Whose views",
        summary="Summary",
        why="Why",
    ),
    "exception": Fact(
        "exception", "Reason for a shorter notice", kind="choice", choices=EXCEPTIONS
    ),
    "kind": Fact("kind", "What happens to the support", kind="choice", choices=NOTICE_KINDS),
    "renewal_expected": Fact(
        "renewal_expected", "Renewal could be expected", kind="choice", choices=YES_OR_NO
    ),
    "significant_effect": Fact(
        "significant_effect", "Significant effect on the sector", kind="choice", choices=YES_OR_NO
    ),
}

_OF_KIND: dict[tuple[str, str], Fact] = {
    ("agreement", "last_day"): Fact("last_day", "Last funded day"),
    ("claim", "received_on"): Fact("received_on", "Invoice or claim received on"),
    ("consultation", "explained_on"): Fact("explained_on", "Explanation published on"),
    ("consultation", "order_attested"): Fact(
        "order_attested", "Sector told first, on the same day", kind="yes_no"
    ),
    ("decision", "order_attested"): Fact(
        "order_attested", "Same-day steps came before the decision", kind="yes_no"
    ),
    ("notice", "rationale"): Fact(
        "rationale", "Rationale given to the recipient", kind="long_text"
    ),
}


def fact_words(kind: str, name: str, labels: Mapping[str, str] | None = None) -> Fact:
    """A fact of a kind of act as its record names it: `label`, `hint`, `kind` of widget, `choices`.

    `steps.CODE` and its like go under the clause's own label from `labels`, and so does a bare code,
    as corrections keep it.
    """
    name = ASKED_AS.get(name, name)
    table, _, code = name.partition(".")
    if code and table in CODED:
        return Fact(name, label_of(code, labels or {}), kind=CODED[table])
    if name.startswith("bank_holidays:"):
        return Fact(name, f"The bank holidays of {name.partition(':')[2]}")
    return words_known(kind, name) or Fact(name, label_of(name, labels or {}), kind="text")


def words_known(kind: str, name: str) -> Fact | None:
    """A fact's own words; none where its name has to do."""
    return _OF_KIND.get((kind, name)) or _COMMON.get(name)


def missing_words(kind: str, names: Iterable[str], labels: Mapping[str, str] | None = None) -> str:
    """The facts that a verdict lacks, as one phrase: "received on, in writing and last day"."""
    return listed([lowered(fact_words(kind, name, labels).label) for name in names])
