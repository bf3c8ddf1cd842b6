"""What the pages that change a consultation have in common."""

from __future__ import annotations

from functools import partial
from typing import Any

from audit.history import history_of
from commitments.events import history_of_acts
from consultations.models import Consultation, Response
from consultations.presenters import story_of
from pages.change import Change


def consultation_change(consultation: Consultation, **described: Any) -> Change:
    """A change of a consultation, which leads back to it unless `described` says otherwise."""
    usual: dict[str, Any] = {
        "version": consultation.act.version,
        "area": consultation.act.area,
        "caption": consultation.act.title,
        "back": consultation.get_absolute_url(),
        "history": partial(story_of, consultation),
    }
    context = {"consultation": consultation} | described.pop("context", {})
    return Change(**usual | described, context=context)


def response_change(response: Response, **described: Any) -> Change:
    """A change of a response, which leads back to it."""
    return Change(
        version=response.act.version if response.act else None,
        area=response.consultation.act.area,
        caption=str(response),
        back=response.get_absolute_url(),
        back_label="The response",
        history=partial(history_of_acts, [response.act], subjects=[response])
        if response.act
        else partial(history_of, response),
        **described,
    )
