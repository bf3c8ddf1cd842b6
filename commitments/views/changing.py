"""What the pages that change a case have in common."""

from __future__ import annotations

from functools import partial
from typing import Any

from commitments.events import history_of_case
from commitments.models import Breach
from commitments.views.lookups import case_context
from pages.change import Change


def case_change(breach: Breach, **described: Any) -> Change:
    """A change of a case, which leads back to it."""
    check = breach.check_made
    context = case_context(breach) | described.pop("context", {})
    return Change(
        version=breach.version,
        area=breach.area,
        caption=f"Case {breach.pk}, clause {check.rule.provision.ref}: {check.act.title}",
        back=breach.get_absolute_url(),
        back_label="Back to the case",
        history=partial(history_of_case, breach),
        context=context,
        **described,
    )
