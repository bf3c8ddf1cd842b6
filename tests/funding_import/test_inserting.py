"""Rows from a factory are the rows that the model itself would make."""

import pytest
from django.db import IntegrityError, transaction

from commitments.models import Act
from commitments.rows import RowFactory, insert_many
from funding.models import Notice
from organisations.models import Organisation
from tests import cast
from tests.funding_import.sheet import TODAY

pytestmark = pytest.mark.django_db


def columns(row: Act | Notice) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_row_from_a_factory_is_the_same_as_the_models_own(group: Organisation) -> None:
    values = {"kind": "notice", "reference": "T-1", "title": "A", "recorded_at": cast.at(TODAY)}
    related = {"area": group.area, "responsible": cast.council(), "counterpart": group}
    made = RowFactory(Act).make(values, related)
    assert columns(made) == columns(Act(**values, **related))
    assert made.counterpart is group
    assert made._state.adding


WORDS = [
    'Tab\there, back\\slash, "quotes", new\nline, £',
    r"\N",
    r"\.",
    '"',
    '""',
    "NULL",
    ",",
    "\r\n",
]


@pytest.mark.parametrize("words", WORDS)
def test_inserted_rows_read_back_as_saved_ones(group: Organisation, words: str) -> None:
    values = {"reference": "T-1", "kind": "notice", "title": "A", "recorded_at": cast.at(TODAY)}
    related = {"area": group.area, "responsible": cast.council()}
    act = RowFactory(Act).make(values, related)
    insert_many([act])
    factory = RowFactory(Notice)
    notice = factory.make(
        {"kind": "end", "rationale": words, "in_writing": False, "received_on": TODAY}
    )
    factory.relate(notice, {"act": act})
    insert_many([notice])
    read = Notice.objects.select_related("act").get()
    assert columns(read) == columns(notice)
    assert columns(read.act) == columns(act)
    saved = Act.objects.create(**{**values, "reference": "T-2"}, **related)
    assert saved.pk > act.pk


def test_nothing_is_inserted_from_nothing() -> None:
    insert_many([])


def test_what_the_database_refuses_in_bulk_is_an_error_that_is_caught(group: Organisation) -> None:
    """COPY goes past Django's cursor, and its errors are Django's all the same."""
    values = {"reference": "T-1", "kind": "notice", "title": "A", "recorded_at": cast.at(TODAY)}
    twice = [
        RowFactory(Act).make(values, {"area": group.area, "responsible": cast.council()})
        for _ in range(2)
    ]
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        insert_many(twice)
    assert "act_reference_once" in str(error.value) or "reference" in str(error.value)
