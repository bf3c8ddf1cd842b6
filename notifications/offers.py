"""What this app puts on pages below it: the ways to follow consultations by e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from consultations.models import Consultation
from organisations.models import Area
from pages.offers import Link


def follow_area(user: Any, area: Area) -> Iterator[Link]:
    address = reverse("notifications:follow_area", args=[area.slug])
    yield Link("E-mail", address, about=f"about consultations in {area}")


def follow_consultation(user: Any, consultation: Consultation) -> Iterator[Link]:
    address = reverse("notifications:follow_consultation", args=[consultation.pk])
    yield Link("Follow it by e-mail", address)
