"""Counting what a page asks of the database: nothing twice, and no more than was agreed."""

from __future__ import annotations

import re
from collections import Counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

NO_QUESTION = re.compile(r"^(SAVEPOINT|RELEASE|BEGIN|COMMIT)")


def asked_twice(asked: CaptureQueriesContext) -> dict[str, int]:
    """The queries that were sent more than once with the same parameters, and how often."""
    counts = Counter(
        query["sql"] for query in asked.captured_queries if not NO_QUESTION.match(query["sql"])
    )
    return {sql: count for sql, count in counts.items() if count > 1}


def no_query_twice(client: Client, url: str, *, at_most: int) -> None:
    """The page opens, asks nothing of the database twice, and no more often than `at_most`."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    assert not asked_twice(asked), f"{url} asks twice: {asked_twice(asked)}"
    tables = [re.findall(r'FROM "(\w+)"', query["sql"])[:1] for query in asked.captured_queries]
    assert len(asked) <= at_most, f"{url} asks {len(asked)} times, of {tables}"
