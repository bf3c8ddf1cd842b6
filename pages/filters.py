"""Filters for registers whose fields look like the rest of the product."""

from __future__ import annotations

from typing import Any

import django_filters

from pages.fields import DateField


class DateFilter(django_filters.Filter):
    """A date in three parts, or ISO text in a link: `since = DateFilter("received_on", "gte")`."""

    field_class = DateField

    def __init__(
        self, field_name: str | None = None, lookup_expr: str | None = None, **kwargs: Any
    ):
        super().__init__(field_name, lookup_expr, **kwargs)
