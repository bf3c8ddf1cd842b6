"""The table of facts: `compacts/fact_words.py` reads it, and says how it is looked up."""

from __future__ import annotations

from compacts.fact_parts import Choices, Fact, facts

YES_OR_NO: Choices = (("yes", "Yes"), ("no", "No"))
NOTICE_KINDS: Choices = (
    ("change", "It changes"),
    ("reduce", "It is reduced"),
    ("end", "It ends"),
)
EXCEPTIONS: Choices = (
    ("exceptional_circumstances", "Exceptional circumstances"),
    ("central_government", "Central government’s own notice was too short"),
)
COMMON: dict[str, Fact] = {
    **facts(
        "date",
        agreed_due_on="Day for payment under those terms",
        agreed_terms_on=("Other payment terms agreed on", "", "Where there are any."),
        anchor_on=("Last review held on", "", "Or the last day of the month the text names."),
        announced_on="Announced on",
        cancelled_on="Cancelled on",
        central_last_day="Last day of central government’s funding",
        central_notice_received_on="Central government’s notice received on",
        closes_on="Closes on",
        decided_on="Decided on",
        decision_expected_on="Decision expected on",
        documents_complete_on=(
            "All documents available from",
            "",
            "Only where that is later than the opening. The period is counted from then.",
        ),
        done_on=("Done on", "", "Leave empty while it is not done."),
        due_on="Due on",
        end_on=("Ends on", "", "The planned day, then the day it really ended."),
        event_on="Day of the decision or event",
        expected_start=("Expected start", "", "The day the service or funding is to begin."),
        explained_on="Explanation given on",
        feedback_expected_on="Feedback expected on",
        feedback_on="Feedback published on",
        informed_on="Recipient informed on",
        last_day="Last day on the old terms",
        made_on="Agreement made on",
        new_due_on="New last day",
        moved_on=(
            "Last day put back on",
            "On which day was the recipient told of the later last day?",
        ),
        opens_on="Opens on",
        paid_on=("Paid on", "", "Leave empty while it is unpaid."),
        period_start_on="The period starts on",
        previous_last_day=(
            "Last day as first notified",
            "",
            "Where the last day was later put back.",
        ),
        published_on="Published on",
        queried_on=("Queried on", "", "Where the claim was sent back with a question."),
        rationale_given_on="Rationale given on",
        received_on="Received on",
        report_published_on="Report published on",
        resubmitted_on="Resubmitted on",
        retaken_on=("Decided again on", "", "Where it was reconsidered afterwards."),
        sector_told_on="Sector told on",
        sent_on="Sent on",
        start_on="Starts on",
        triggered_on=("The time runs from", "", "The day of what is to be answered."),
        withdrawn_on=("Withdrawn on", "", "Leave empty unless the whole thing was withdrawn."),
    ),
    **facts("dates", held_on=("Held on", "", "One date a line. The same day counts once.")),
    **facts(
        "yes_no",
        centrally_funded=(
            "Money from central government",
            "Does the money come from central government?",
        ),
        consents="May be published",
        criteria_disclosed=(
            "Criteria made known",
            "Do those you ask know the criteria that the decision will go by?",
        ),
        fixed_term_end=(
            "Ends only because a fixed term runs out",
            "Does it end only because a fixed term runs out?",
        ),
        formal_written=(
            "Formal and written",
            "Is it a formal, written consultation?",
            "With documents to read and an address for written responses.",
        ),
        in_writing=("In writing", "Was the notice in writing?", "A letter or an e-mail."),
        is_contract=("Under a contract", "Is it under a contract?"),
        minuted=("Minuted", "Was it minuted?"),
        ongoing=("Ongoing work without a date", "Is it ongoing work without a date?"),
        order_attested=(
            "Same-day steps came first",
            "If both were on the same day: did the step come first?",
        ),
        problems_logged=(
            "Problems with the service logged",
            "Were problems with the service logged?",
        ),
    ),
    **facts(
        "choice",
        basis=("On what basis", "On what basis?"),
        level=("Level of engagement", "How far does it go?"),
        mechanism=("Mechanism", "What is it?"),
        method=("How it was given", "How is the notice given?"),
        route=("How it came", "How did it come?"),
    ),
    **facts(
        "choices",
        unknown=(
            "Not known whether it was done",
            "Is it not known whether any of these was done?",
            "A step without a date counts as not done, unless it is marked here.",
        ),
    ),
    **facts(
        "choice",
        EXCEPTIONS,
        exception=(
            "Reason for a shorter notice",
            "Why is the notice shorter?",
            "Answer this where the notice is shorter than the clause asks.",
        ),
    ),
    **facts(
        "choice",
        NOTICE_KINDS,
        kind=("What happens to the support", "What happens to the support?"),
    ),
    **facts(
        "choice",
        YES_OR_NO,
        renewal_expected=(
            "Renewal could be expected",
            "Could the recipient expect a renewal?",
            "Answer this where a fixed term runs out.",
        ),
        significant_effect=(
            "Significant effect on the sector",
            "Is it likely to have a significant effect on the sector?",
        ),
    ),
    **facts(
        "money",
        amount="Amount",
        amount_after="Amount after",
        amount_before="Amount before",
        own_after="The body’s own amount after",
        own_before="The body’s own amount before",
        sector_after="Amount for the sector after",
        sector_before="Amount for the sector before",
    ),
    **facts(
        "text",
        capacity=("In what capacity", "In what capacity?"),
        decided_by=(
            "Who decides",
            "Who decides?",
            "The post or the body that takes the decision, not a name.",
        ),
        decisions=("Decisions that rest on it", "Funding decisions that will rest on it"),
        lead=("Lead", "Which body consults?"),
        number="The claim’s own number",
        partners=("Partners", "Partners in it"),
        programme=(
            "Programme or service",
            "",
            "The name people know it by, such as Youth outreach.",
        ),
        promoted=("How others were told", "How did you tell others about the consultation?"),
        title=("Title", "", "Plain words that people will recognise."),
    ),
    **facts(
        "long_text",
        audiences=(
            "Whom it asks",
            "Whom do you ask?",
            "Groups of people and kinds of organisation.",
        ),
        basis_explained=(
            "How gathered or known",
            "How were the views gathered, or what do you know it from?",
        ),
        criteria=("Criteria", "", "As they stand in the documents."),
        effect_on_sector=(
            "What it would do to the sector",
            "What would it do to the sector, and how was that judged?",
            "Such as: which organisations would lose or gain, and who was asked about it.",
        ),
        explanation=(
            "Explanation",
            "",
            "Why it was done differently. A departure with an explanation counts as explained.",
        ),
        formats=("Formats", "Formats offered", "Such as large print, easy read, audio."),
        how_to_respond=(
            "How to respond",
            "How can people respond?",
            "Addresses of posts, not of people.",
        ),
        languages=("Languages", "Languages offered"),
        methods="Methods, and why",
        not_open_to_change=(
            "Not open to change",
            "What is not open to change?",
            "Say why: a law, a budget already set, an earlier decision.",
        ),
        open_to_change=("Open to change", "What is open to change?"),
        people_involved=(
            "Who had a part in it",
            "Which users, members, volunteers and trustees had a part in it, and how?",
        ),
        places=("Where", "Where?", "The places or wards it is about."),
        rationale="Rationale",
        records="What is on record for the compact",
        represents=("Whose views", "Whose views are these?"),
        steps="Steps taken",
        summary=("Summary", "What is asked?", "A few sentences for the public page."),
        why=(
            "Why",
            "Why are you consulting?",
            "What you need to know, and what it will be used for.",
        ),
    ),
}

OF_KIND: dict[str, dict[str, Fact]] = {
    "agreement": {
        **facts(
            "date",
            end_on="Last funded day",
            event_on="Agreement made on",
            expected_start=("Expected start", "", "Only where it is not the first funded day."),
            last_day="Last funded day",
            start_on="First funded day",
        ),
        **facts("money", amount=("Amount", "", "In pounds, over the whole term.")),
        **facts(
            "long_text",
            explanation=(
                "Explanation",
                "",
                "Why the term is shorter, or the decision later, than the compact asks.",
            ),
        ),
        **facts(
            "yes_no",
            order_attested=(
                "Same-day steps came before the agreement",
                "Did every step dated on the day of the agreement come before it?",
            ),
        ),
    },
    "claim": facts("date", received_on="Invoice or claim received on"),
    "consultation": {
        **facts(
            "date",
            announced_on=("Announced on", "", "Leave empty to announce it by publishing it here."),
            closes_on=("Closes on", "", "This day counts to its end: 23:59 London time."),
            end_on="Closes on",
            event_on="Opens on",
            explained_on=("Explanation published on", "", "Leave empty to publish it with this."),
            opens_on=(
                "Opens on",
                "",
                "The first day on which people can respond. For example, 2 11 2026",
            ),
            sector_told_on=(
                "Sector told on",
                "",
                "Where the sector was told by itself, such as through the CVS.",
            ),
            start_on="Opens on",
            withdrawn_on="Cancelled on",
        ),
        **facts(
            "long_text",
            explanation=(
                "Explanation",
                "Why is it shorter or less formal than the promise?",
                "It is published with the consultation, in these words.",
            ),
        ),
        **facts(
            "yes_no",
            order_attested=(
                "Sector told first, on the same day",
                "It was opened on the day the sector was told. Was the sector told first?",
            ),
        ),
    },
    "decision": {
        **facts(
            "date",
            decided_on=(
                "Decided on",
                "",
                "The day on which it is or was finally decided. For example, 27 3 2027",
            ),
            event_on="Decided on",
            retaken_on=(
                "Decided again on",
                "",
                "After the steps that the first decision had left out.",
            ),
        ),
        **facts(
            "long_text",
            rationale=(
                "Rationale",
                "Why has this been decided?",
                "Plain words that the recipients will read. Leave out anything about a person.",
            ),
        ),
        **facts(
            "yes_no",
            order_attested=(
                "Same-day steps came before the decision",
                "Did every step dated on the day of the decision come before it?",
            ),
        ),
    },
    "notice": {
        **facts(
            "date",
            last_day=(
                "Last day on the old terms",
                "",
                "For a change from 1 April, the last day is 31 March.",
            ),
            received_on=(
                "Notice received on",
                "",
                "The day it reached the recipient. Leave empty until it has.",
            ),
            sent_on="Notice sent on",
        ),
        **facts(
            "long_text",
            rationale=(
                "Rationale given to the recipient",
                "",
                "In the words given to the recipient.",
            ),
        ),
    },
    "response": facts("date", event_on="Sent on"),
    # Rule types, where their facts are of no kind of act.
    "recurring_review": facts(
        "date", held_on=("This review held on", "", "Leave empty while it has not been held.")
    ),
    "minimum_gap": facts("date", event_on="Day of the meeting or event"),
}
ABOUT = {
    "minimum_notice": "notice",
    "minimum_period": "consultation",
    "payment_period": "claim",
    "minimum_term": "agreement",
}
"""The kind of act that a rule type is about: its facts are that kind's, also in the calculator."""

LATER: dict[tuple[str, str, str], tuple[str, str]] = {
    ("notice", "last_day", "moved"): (
        "New last day",
        "Later than the one on record. An end brought forward is a new notice.",
    ),
    ("notice", "received_on", "acknowledged"): ("On which day did the notice reach you?", ""),
    ("consultation", "closes_on", "moved"): (
        "New closing date", "This day counts to its end: 23:59."
    ),
    ("consultation", "opens_on", "reopened"): ("Opens again on", ""),
    ("consultation", "closes_on", "reopened"): (
        "Closes again on", "This day counts to its end: 23:59."
    ),
}  # fmt: skip
"""The question and hint of a fact that is asked for once more, by what is done with the record."""
