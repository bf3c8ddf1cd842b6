"""How many answered: responses, and organisations that speak in them, each once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from consultations.models import Consultation, Response
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Counts:
    responses: int
    organisations: int
    published: int
    late: int


def counts_of(consultation: Consultation) -> Counts:
    sent = Response.objects.sent().filter(consultation=consultation)
    last = consultation.last_closes_on
    speaking = Organisation.objects.filter(
        Q(acts__response__in=sent) | Q(responses_joined__in=sent)
    )
    return Counts(
        responses=sent.count(),
        organisations=speaking.distinct().count(),
        published=sent.exclude(published_on=None).count(),
        late=sent.filter(received_on__gt=last).count() if last else 0,
    )
