"""The library against the published texts: every provision is there, once, in order, word for word.

The counts are written out so that a provision that is lost, added or moved shows. The comparison
with the published texts needs their transcripts, which are no part of this repository: the variable
PUBLISHED_TEXTS names the folder that holds them, one file a compact (southend.txt).
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from compacts.acts import ActKind, act_kinds
from rules import RULE_TYPES, Rule, assess, params_of
from tests.needs import TEXTS

LIBRARY = Path(__file__).parents[2] / "compacts" / "library"

SLUGS = ("thurrock-2012", "thurrock-2006", "stockton-2014", "southend")

CORE_KINDS = {
    "principle",
    "value",
    "undertaking",
    "code-principle",
    "action-item",
    "dispute",
    "review",
}
SUPPLEMENTARY_KINDS = {
    "outcome",
    "priority",
    "statement",
    "sub-item",
    "governance",
    "scope",
    "context",
}
SECTORS = ("public", "vcs", "both", "all")
CHECKABLE = ("yes", "partial", "no")
THEMES = {
    "vision", "independence", "involvement", "partnership", "funding", "monitoring", "change",
    "equality", "volunteering", "community-groups", "information", "governance", "disputes",
    "review",
}  # fmt: skip
ROWS = {"thurrock-2012": 70, "thurrock-2006": 134, "stockton-2014": 135, "southend": 76}
CORE = {"thurrock-2012": 54, "thurrock-2006": 108, "stockton-2014": 115, "southend": 48}
KINDS = {
    "thurrock-2012": {"undertaking": 54, "outcome": 5, "priority": 5, "statement": 1, "context": 5},
    "thurrock-2006": {
        "undertaking": 18, "principle": 4, "value": 10, "code-principle": 41, "action-item": 31,
        "dispute": 3, "review": 1, "statement": 12, "governance": 4, "scope": 2, "context": 8,
    },
    "stockton-2014": {
        "undertaking": 106, "principle": 7, "dispute": 2, "statement": 10, "sub-item": 6,
        "scope": 3, "context": 1,
    },
    "southend": {
        "undertaking": 31, "principle": 15, "dispute": 1, "review": 1, "statement": 8,
        "sub-item": 7, "governance": 1, "scope": 3, "context": 9,
    },
}  # fmt: skip
# public, vcs, both, all
CORE_BY_SECTOR = {
    "thurrock-2012": (31, 23, 0, 0),
    "thurrock-2006": (6, 11, 0, 91),
    "stockton-2014": (57, 31, 21, 6),
    "southend": (17, 13, 18, 0),
}
UNDERTAKINGS_BY_SECTOR = {
    "thurrock-2012": (31, 23, 0, 0),
    "thurrock-2006": (5, 5, 0, 8),
    "stockton-2014": (57, 31, 12, 6),
    "southend": (17, 13, 1, 0),
}
# yes, partial, no
CORE_BY_CHECKABLE = {
    "thurrock-2012": (10, 25, 19),
    "thurrock-2006": (31, 20, 57),
    "stockton-2014": (28, 42, 45),
    "southend": (3, 11, 34),
}
UNDERTAKINGS_BY_CHECKABLE = {
    "thurrock-2012": (10, 25, 19),
    "thurrock-2006": (0, 5, 13),
    "stockton-2014": (28, 41, 37),
    "southend": (2, 10, 19),
}


def read(slug):
    return yaml.safe_load((LIBRARY / f"{slug}.yaml").read_text(encoding="utf-8"))


def provisions(compact):
    return [provision for section in compact["sections"] for provision in section["provisions"]]


def core(compact):
    return [provision for provision in provisions(compact) if provision["kind"] in CORE_KINDS]


def undertakings(compact):
    return [provision for provision in provisions(compact) if provision["kind"] == "undertaking"]


def computed(provision):
    return [rule for rule in provision.get("rules") or [] if rule["type"] != "reported_only"]


def day_of(case):
    """Return the day a golden case is assessed on; YAML 1.1 reads an unquoted `on` as true."""
    return case["on"] if "on" in case else case[True]


def tally(rows, key, values):
    count = Counter(row[key] for row in rows)
    return tuple(count[value] for value in values)


def numbered(prefix, first, last):
    return [f"{prefix}{number}" for number in range(first, last + 1)]


@pytest.fixture(scope="module", params=SLUGS)
def compact(request):
    return read(request.param)


@pytest.fixture(scope="module")
def library():
    return {slug: read(slug) for slug in SLUGS}


# Section 1: how much there is


def test_rows_in_all(compact):
    assert len(provisions(compact)) == ROWS[compact["compact"]]


def test_core_provisions(compact):
    assert len(core(compact)) == CORE[compact["compact"]]


def test_provisions_by_kind(compact):
    assert Counter(row["kind"] for row in provisions(compact)) == KINDS[compact["compact"]]


def test_core_provisions_by_sector(compact):
    assert tally(core(compact), "sector", SECTORS) == CORE_BY_SECTOR[compact["compact"]]


def test_undertakings_by_sector(compact):
    assert (
        tally(undertakings(compact), "sector", SECTORS)
        == UNDERTAKINGS_BY_SECTOR[compact["compact"]]
    )


def test_core_provisions_by_checkable(compact):
    assert tally(core(compact), "checkable", CHECKABLE) == CORE_BY_CHECKABLE[compact["compact"]]


def test_undertakings_by_checkable(compact):
    assert (
        tally(undertakings(compact), "checkable", CHECKABLE)
        == UNDERTAKINGS_BY_CHECKABLE[compact["compact"]]
    )


def test_the_library_in_all(library):
    assert sum(len(provisions(compact)) for compact in library.values()) == 415
    assert sum(len(core(compact)) for compact in library.values()) == 325
    assert sum(len(undertakings(compact)) for compact in library.values()) == 209


# Section 2: what is where, and in which order


def refs_of(compact, **wanted):
    return [
        row["ref"]
        for row in provisions(compact)
        if all(row[key] == value for key, value in wanted.items())
    ]


def test_thurrock_2012_commitments_in_document_order(library):
    compact = library["thurrock-2012"]
    public, vcs = (7, 6, 11, 4, 3), (5, 5, 6, 5, 2)
    expected = []
    for number, (ours, theirs) in enumerate(zip(public, vcs, strict=True), 1):
        expected += [(ref, "public") for ref in numbered(f"{number}.", 1, ours)]
        expected += [(ref, "vcs") for ref in numbered(f"{number}.", ours + 1, ours + theirs)]
    assert [(row["ref"], row["sector"]) for row in undertakings(compact)] == expected
    assert refs_of(compact, kind="priority") == numbered("PR", 1, 5)
    assert refs_of(compact, kind="outcome") == numbered("O", 1, 5)
    assert refs_of(compact, kind="statement") == ["PRE"]
    assert refs_of(compact, kind="context") == ["1.0", "2.0", "3.0", "4.0", "5.0"]
    assert [section["ref"] for section in compact["sections"]][-5:] == ["1", "2", "3", "4", "5"]


def test_thurrock_2006_structure(library):
    compact = library["thurrock-2006"]
    assert refs_of(compact, kind="value") == numbered("V", 1, 10)
    assert refs_of(compact, kind="undertaking", sector="all") == numbered("UA", 1, 8)
    assert refs_of(compact, kind="undertaking", sector="public") == numbered("UP", 1, 5)
    assert refs_of(compact, kind="undertaking", sector="vcs") == numbered("UV", 1, 5)
    assert refs_of(compact, kind="principle") == numbered("4.5.P", 1, 4)
    assert refs_of(compact, kind="dispute") == numbered("DR.", 1, 3)
    expected = []
    for code, count in enumerate((6, 6, 7, 10, 6, 6), 1):
        expected += numbered(f"4.{code}-", 1, count)
    assert refs_of(compact, kind="code-principle") == expected
    assert refs_of(compact, kind="code-principle", sector="vcs") == ["4.4-4", "4.4-9", "4.4-10"]
    assert len(compact["codes"]) == 6


def test_thurrock_2006_action_plan(library):
    compact = library["thurrock-2006"]
    expected = numbered("A3.", 1, 9)
    for code, count in enumerate((4, 3, 5, 4, 3, 3), 1):
        expected += numbered(f"A4.{code}.", 1, count)
    assert refs_of(compact, kind="action-item") == expected
    assert refs_of(compact, kind="action-item", sector="vcs") == ["A3.3", "A4.3.2", "A4.6.1"]
    assert refs_of(compact, kind="action-item", sector="public") == ["A4.4.2"]

    actions = {
        row["ref"]: row["action"] for row in provisions(compact) if row["kind"] == "action-item"
    }
    assert [ref for ref, action in actions.items() if action.get("ongoing")] == ["A3.6"]
    assert [ref for ref, action in actions.items() if not action.get("due_on")] == ["A3.6"]
    due = [action["due_on"] for action in actions.values() if action["due_on"]]
    assert Counter(f"{day:%Y-%m}" for day in due) == {
        "2006-12": 1, "2007-01": 3, "2007-03": 2, "2007-04": 4, "2007-05": 3, "2007-06": 2,
        "2007-07": 6, "2007-09": 3, "2007-10": 2, "2007-11": 1, "2007-12": 1, "2008-01": 1,
        "2008-11": 1,
    }  # fmt: skip
    assert sum(day < date(2007, 8, 1) for day in due) == 21
    assert sum(day < date(2008, 12, 1) for day in due) == 30


def test_stockton_commitments_in_document_order(library):
    compact = library["stockton-2014"]
    assert refs_of(compact, kind="principle") == numbered("SP", 1, 7)
    assert [row["ref"] for row in undertakings(compact)] == (
        numbered("S1.", 1, 23) + numbered("S2.", 1, 59) + numbered("S3.", 1, 24)
    )
    headed = {row["ref"] for row in undertakings(compact) if row.get("heading")}
    public = [f"S2.{number}" for number in (1, 6, 10, 15, 18, 22, 26, 28, 36)]
    vcs = [f"S2.{number}" for number in (40, 43, 48, 53, 58)]
    assert {"S1.1", "S1.4", "S1.8", "S1.16", *public, *vcs} <= headed
    by_ref = {row["ref"]: row["sector"] for row in undertakings(compact)}
    assert {by_ref[ref] for ref in numbered("S1.", 1, 15) + numbered("S2.", 1, 39)} == {"public"}
    assert {by_ref[ref] for ref in numbered("S1.", 16, 23) + numbered("S2.", 40, 59)} == {"vcs"}
    assert Counter(by_ref[ref] for ref in numbered("S3.", 1, 24)) == {
        "all": 6,
        "both": 12,
        "public": 3,
        "vcs": 3,
    }


def test_southend_in_document_order(library):
    compact = library["southend"]
    assert refs_of(compact, kind="principle") == numbered("KP", 1, 6) + numbered("5.", 1, 9)
    assert refs_of(compact, kind="undertaking", sector="public") == numbered("KS", 1, 4) + numbered(
        "6.", 1, 13
    )
    assert refs_of(compact, kind="undertaking", sector="vcs") == numbered("KV", 1, 4) + numbered(
        "7.", 1, 9
    )
    assert refs_of(compact, kind="undertaking", sector="both") == ["KB1"]
    assert refs_of(compact, kind="dispute") == ["9"]
    assert refs_of(compact, kind="review") == ["10.4"]
    assert refs_of(compact, kind="sub-item") == (
        ["6.3(a)", "6.3(b)", "6.3(c)", "6.3(d)", "9(s2)", "9(s3)", "9(s4)"]
    )
    assert len(compact["codes"]) == 5
    assert {code["status"] for code in compact["codes"]} == {"promised"}


# Section 3: well-formed


def test_the_file_says_what_it_is(compact):
    assert compact["schema"] == 1
    assert compact["status"] in {"in_force", "expired", "superseded"}
    assert {"from", "to"} <= set(compact["in_force"])
    assert compact["source"]["title"]
    assert compact["source"]["publisher"]
    assert compact["dispute"]["basis"] in {"text", "practice", "local"}
    assert compact["dispute"]["stages"]


def test_refs_are_unique(compact):
    refs = Counter(row["ref"] for row in provisions(compact))
    assert [ref for ref, count in refs.items() if count > 1] == []
    sections = Counter(section["ref"] for section in compact["sections"])
    assert [ref for ref, count in sections.items() if count > 1] == []


def test_refs_are_text(compact):
    for section in compact["sections"]:
        assert isinstance(section["ref"], str), section["ref"]
        for row in section["provisions"]:
            assert isinstance(row["ref"], str), row["ref"]


def test_values_are_allowed(compact):
    for row in provisions(compact):
        assert row["sector"] in SECTORS, row["ref"]
        assert row["kind"] in CORE_KINDS | SUPPLEMENTARY_KINDS, row["ref"]
        assert row["checkable"] in CHECKABLE, row["ref"]
        assert row.get("theme") in THEMES | {None}, row["ref"]
        assert row["text"].strip() == row["text"] != "", row["ref"]
    assert {section["theme"] for section in compact["sections"]} <= THEMES


def test_codes_of_practice_that_provisions_name_are_listed(compact):
    listed = {code["ref"] for code in compact["codes"]}
    assert {row["code"] for row in provisions(compact) if row.get("code")} <= listed


def test_sources_of_dispute_stages_are_provisions(compact):
    sources = {stage["source"] for stage in compact["dispute"]["stages"] if stage["source"]}
    assert sources <= set(refs_of(compact))


def test_continues_names_provisions_of_the_superseded_edition(compact, library):
    continued = {ref for row in provisions(compact) for ref in row.get("continues") or []}
    if compact["supersedes"] is None:
        assert continued == set()
    else:
        assert continued
        assert continued <= set(refs_of(library[compact["supersedes"]]))


def test_areas_have_their_compacts(library):
    areas = yaml.safe_load((LIBRARY / "areas.yaml").read_text(encoding="utf-8"))
    assert {(area["slug"], area["name"], area["gss_code"]) for area in areas} == {
        ("thurrock", "Thurrock", "E06000034"),
        ("stockton", "Stockton-on-Tees", "E06000004"),
        ("southend", "Southend-on-Sea", "E06000033"),
    }
    assert {compact["area"] for compact in library.values()} == {area["slug"] for area in areas}


# Section 4: rules


def test_every_core_provision_has_a_rule(compact):
    assert [row["ref"] for row in core(compact) if not row.get("rules")] == []


def test_what_is_checkable_is_computed(compact):
    assert [
        row["ref"] for row in core(compact) if row["checkable"] == "yes" and not computed(row)
    ] == []


def test_what_is_not_checkable_is_not_computed(compact):
    assert [
        row["ref"] for row in provisions(compact) if row["checkable"] == "no" and computed(row)
    ] == []


def test_what_is_checkable_in_part_asks_for_a_record_or_an_order_of_events(compact):
    for row in core(compact):
        if row["checkable"] == "partial":
            allowed = {"required_record", "prior_step", "reported_only"}
            if row["kind"] == "action-item" and row["action"].get("ongoing"):
                allowed.add("fixed_deadline")  # never overdue: it shows the last update
            assert {rule["type"] for rule in row["rules"]} <= allowed, (
                row["ref"],
                'a clause with a period of its own is checkable: "yes"',
            )


def test_rules_are_well_formed(compact):
    for row in provisions(compact):
        for rule in row.get("rules") or []:
            assert rule["type"] in RULE_TYPES, row["ref"]
            known = {param.name for param in params_of(rule["type"])}
            assert set(rule.get("params") or {}) <= known, row["ref"]
        for rule in computed(row):
            applies_to = rule["applies_to"]
            kinds = act_kinds() | {None: ActKind("nothing recorded")}
            assert applies_to["act"] in kinds, row["ref"]
            assert set(applies_to.get("kinds") or []) <= set(kinds[applies_to["act"]].subkinds), (
                row["ref"]
            )
            assert applies_to.get("event") in {None, "opens_on", "closes_on"}, row["ref"]


def test_steps_and_records_have_labels(compact):
    for row in provisions(compact):
        for rule in computed(row):
            codes = rule["params"].get("steps") or rule["params"].get("fields") or []
            labels = rule.get("labels") or {}
            assert set(labels) == set(codes), row["ref"]
            for code, label in labels.items():
                assert re.fullmatch(r"[a-z][a-z0-9_]*", code), row["ref"]
                assert not label.endswith("."), (row["ref"], code)


def test_computed_rules_have_golden_cases(compact):
    for row in provisions(compact):
        for rule in computed(row):
            ongoing = row.get("action", {}).get("ongoing", False)  # one answer, whatever the day
            assert (1 if ongoing else 2) <= len(rule["cases"]) <= 6, row["ref"]
            for case in rule["cases"]:
                assert set(case) - {True, "on"} == {"name", "facts", "expect"}, (row["ref"], case)
                assert isinstance(day_of(case), date), (row["ref"], case["name"])
                assert case["expect"]["outcome"], (row["ref"], case["name"])
            names = [case["name"] for case in rule["cases"]]
            assert len(set(names)) == len(names), row["ref"]


def test_golden_cases_agree_with_the_rule_engine(compact):
    for row in provisions(compact):
        for rule in computed(row):
            for case in rule["cases"]:
                verdict = assess(
                    Rule(rule["type"], rule["params"]), case["facts"], day_of(case)
                ).as_dict()
                expected = {
                    name: value.isoformat() if isinstance(value, date) else value
                    for name, value in case["expect"].items()
                }
                got = {name: verdict[name] for name in expected}
                assert got == expected, (row["ref"], case["name"], verdict["workings"])


def figures(library):
    return {
        (slug, row["ref"], rule["type"]): rule["params"]
        for slug, compact in library.items()
        for row in provisions(compact)
        for rule in computed(row)
        if rule["type"] not in {"prior_step", "required_record", "fixed_deadline"}
    }


def test_no_period_but_those_that_the_texts_give(library):
    found = {
        key: {name: value for name, value in params.items() if value is not None}
        for key, params in figures(library).items()
    }
    assert found == {
        ("thurrock-2012", "2.4", "minimum_period"): {
            "weeks": 12,
            "informal_needs_explanation": True,
        },
        ("thurrock-2012", "3.4", "minimum_term"): {"months": 24},
        ("thurrock-2012", "4.4", "minimum_notice"): {
            "months": 3,
            "triggers": ["change", "reduce", "end"],
            "exception": "exceptional_circumstances",
            "warn_days": 28,
        },
        ("thurrock-2006", "2.0", "recurring_review"): {"months": 12, "warn_days": 60},
        ("thurrock-2006", "A3.9", "recurring_review"): {"months": 12, "warn_days": 60},
        ("stockton-2014", "S1.14", "minimum_period"): {
            "weeks": 12,
            "condition": "significant_effect",
        },
        ("stockton-2014", "S1.23", "minimum_period"): {"weeks": 12},
        ("stockton-2014", "S2.18", "minimum_term"): {"months": 36},
        ("stockton-2014", "S2.19", "lead_time"): {"months": 3},
        ("stockton-2014", "S2.27", "payment_period"): {"working_days": 30},
        ("stockton-2014", "S2.38", "minimum_notice"): {
            "months": 3,
            "triggers": ["end"],
            "exception": "central_government",
            "warn_days": 28,
        },
        ("southend", "6.12", "recurring_review"): {"months": 12, "warn_days": 60},
        ("southend", "7.9", "recurring_review"): {"months": 12, "warn_days": 60},
        ("southend", "10.4", "recurring_review"): {
            "months": 12,
            "warn_days": 60,
            "report_required": True,
        },
    }


def test_figures_that_a_text_does_not_give_are_labelled_local(library):
    local = {
        (slug, row["ref"])
        for slug, compact in library.items()
        for row in provisions(compact)
        for rule in computed(row)
        if rule.get("local")
    }
    assert {("thurrock-2012", "3.4"), ("southend", "6.6")} <= local


# Section 5: word for word

# What a published text holds besides the compact's own words: covers, contents lists, names,
# contacts, captions, and the few lines that the library keeps in a note.
LEFT_OUT = {
    "thurrock-2012": [r"\A\s*Thurrock Joint Compact 2012$"],
    "thurrock-2006": [
        r"\A\s*# The Thurrock Compact$",
        r"^December 2006$",
        r"^# Contents$.*?(?=^## Foreword$)",
        r"(?<=all be proud of\.\n\n)[^\n]+\n[^\n]+$",  # who signs the foreword
        r"^#* ?Section \d(\.\d)?$",
        r"^## Undertakings$",
        r"^Signed:$.*?^Chief Superintendent$",
        r"^# Frameworks for Codes of Practice$",
        r"^Heading\tDetails\tWho\tBy When$",
        r"^## Acknowledgements$.*?(?=^## Dispute resolution$)",
        r"^## \*\*Thurrock CVS\*\*$.*\Z",
    ],
    "stockton-2014": [
        r"\A.*?(?=^Foreword by)",
        r"^\w+ \w+(?=\nChair$)",
        r"^What is a Compact\?$",
        r"^The shared principles of the Compact are:$",  # in SP.N1: see OUT_OF_ORDER
    ],
    "southend": [
        r"\A.*?(?=^1 Mission Statement\n\nThe Compact is)",
        r"^The undertakings by [\w ]+ are set out below\.$",  # in the notes of 6.1 and 7.1
        r"^This document can be provided in other formats .*? available\.$",  # in the source's note
        r"^For further information, please contact::$.*\Z",
    ],
}
# Printed above the seven principles, and kept with the sentence printed below them.
OUT_OF_ORDER = {("stockton-2014", "The shared principles of the Compact are:")}

LAYOUT = re.compile(
    r"""^[ \t]*(?:[-•][ ]+)?                                  # a bullet
        (?:\*\*)?(?:\d+(?:\.\d+)*\.?|\(?[a-z]+\))(?:\*\*)?(?=[ \t])  # a number
      | ^[ \t]*[-•][ ]+ | ^\#+[ ] | ^[ \t]*-{3,}[ \t]*$        # a bullet, a heading, a line
      | </?p> | \\ | \*                                       # marks of the transcript
    """,
    re.MULTILINE | re.VERBOSE,
)


class Transcript:
    """A published text without white space and layout; each character keeps its place in it."""

    def __init__(self, text):
        self.text = text
        dropped = {place for mark in LAYOUT.finditer(text) for place in range(*mark.span())}
        self.places = [
            place for place, char in enumerate(text) if not char.isspace() and place not in dropped
        ]
        self.packed = "".join(text[place] for place in self.places)
        self.covered = [not char.isalnum() for char in self.packed]

    def find(self, words, after=0):
        """Cover the first occurrence from `after` on; return its place, or None."""
        wanted = packed(words)
        start = self.packed.find(wanted, after)
        if start < 0:
            return None
        self.covered[start : start + len(wanted)] = [True] * len(wanted)
        return start

    def words_at(self, start, length):
        """Return the words of a stretch, with those joined that a page has broken at a hyphen."""
        first, last = self.places[start], self.places[start + length - 1]
        return LAYOUT.sub("", re.sub(r"-\n+(?=[a-z])", "-", self.text[first : last + 1])).split()

    def cover_all(self, words):
        after = 0
        while words and (start := self.find(words, after)) is not None:
            after = start + 1

    def leave_out(self, pattern):
        for match in re.finditer(pattern, self.text, re.DOTALL | re.MULTILINE):
            for index, place in enumerate(self.places):
                if match.start() <= place < match.end():
                    self.covered[index] = True

    def uncovered(self):
        """Return the words of the transcript that nothing covers, in runs."""
        bare = {
            place for place, covered in zip(self.places, self.covered, strict=True) if not covered
        }
        runs = []
        for word in re.finditer(r"\S+", self.text):
            if bare.isdisjoint(range(*word.span())):
                continue
            if runs and not self.text[runs[-1][1] : word.start()].strip():
                runs[-1] = (runs[-1][0], word.end())
            else:
                runs.append(word.span())
        return [" ".join(self.text[start:end].split()) for start, end in runs]


def packed(words):
    return "".join(LAYOUT.sub("", words).split())


def transcript_of(slug):
    return Transcript(Path(TEXTS, f"{slug}.txt").read_text(encoding="utf-8"))


def lay_over(compact, transcript):
    """Find every provision in document order; return the paragraphs that are not there."""
    lost, start = [], 0
    for row in provisions(compact):
        after, first = start, None
        for paragraph in filter(str.strip, row["text"].split("\n")):
            if (compact["compact"], paragraph) in OUT_OF_ORDER:
                continue
            place = transcript.find(paragraph, after)
            if place is None:
                lost.append((row["ref"], paragraph))
                continue
            length = len(packed(paragraph))
            if transcript.words_at(place, length) != LAYOUT.sub("", paragraph).split():
                lost.append((row["ref"], paragraph))
            first = place if first is None else first
            after = place + length
        start = start if first is None else first
    return lost


@pytest.mark.texts
def test_wording_is_verbatim_and_in_document_order(compact):
    assert lay_over(compact, transcript_of(compact["compact"])) == []


@pytest.mark.texts
def test_nothing_of_the_published_text_is_lost(compact):
    transcript = transcript_of(compact["compact"])
    lay_over(compact, transcript)
    headings = [section["title"] for section in compact["sections"]]
    headings += [code["title"] for code in compact["codes"]]
    for row in provisions(compact):
        headings.append(row.get("heading") or "")
        action = row.get("action") or {}
        headings += [action.get(cell) or "" for cell in ("heading", "who", "by_when")]
    for heading in sorted(headings, key=len, reverse=True):
        transcript.cover_all(heading)
    for pattern in LEFT_OUT[compact["compact"]]:
        transcript.leave_out(pattern)
    assert transcript.uncovered() == []
