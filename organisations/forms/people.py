"""Forms and filters for the people of an area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User
from organisations.forms import OrganisationField, OrganisationFilter
from organisations.models import Area, Role, Sector
from organisations.permissions import may_give
from pages.forms import PageForm

PASSWORD_HINT = "At least 12 characters. Three words that do not belong together are good."
POST_HINT = "The post, never a name: Grants officer, Thurrock Council."


class InviteForm(PageForm):
    email = forms.EmailField(label="E-mail address", max_length=254)
    post = forms.CharField(label="Post", max_length=120, help_text=POST_HINT)
    organisation = OrganisationField(label="Organisation")
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, area: Area, sectors: Iterable[str], by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        field = self.fields["organisation"]
        field.search_in(area.slug)
        field.queryset = field.queryset.filter(sector__in=sectors).select_related("area")
        field.offer_few()
        kinds = [each for each in ROLE_HINTS if ROLE_HINTS[each][0] & set(sectors)]
        self.fields["role"].choices = [(role, ROLE_HINTS[role][1]) for role in kinds]

    def clean_post(self) -> str:
        return " ".join(self.cleaned_data["post"].split())

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        body, role = answers.get("organisation"), answers.get("role")
        if body and role:
            may = may_give(self.by, body, role)
            if not may:
                self.add_error("role", may.reason)
        return answers


BOTH = {Sector.PUBLIC, Sector.VCS}
ROLE_HINTS: dict[Role, tuple[set[Sector], str]] = {
    Role.COMPACT_OFFICER: (
        {Sector.PUBLIC},
        "Compact officer: keeps the area’s records, for every public body",
    ),
    Role.OFFICER: ({Sector.PUBLIC}, "Officer: records and answers for one public body"),
    Role.CVS_STAFF: (
        {Sector.VCS},
        "CVS staff: speaks for the voluntary sector, and looks after its members",
    ),
    Role.VCS_MEMBER: ({Sector.VCS}, "Member: records and answers for one voluntary organisation"),
    Role.FORUM_CHAIR: (BOTH, "Forum chair: decides cases, for this sector"),
    Role.READ_ONLY: (BOTH, "Read only: sees, and changes nothing"),
}


class PostForm(PageForm):
    post = forms.CharField(label="Post", max_length=120, help_text=POST_HINT)

    def clean_post(self) -> str:
        return " ".join(self.cleaned_data["post"].split())


class NothingToFillIn(PageForm):
    """A button alone."""


class AcceptForm(PageForm):
    """The password of somebody who has none yet."""

    password = forms.CharField(
        label="Password",
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


STATES = [
    ("active", "Active"),
    ("invited", "Invited"),
    ("ended", "Ended"),
    ("withdrawn", "Invitation withdrawn"),
]


class PeopleFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="State", choices=STATES, empty_label="Every state", method="of_state"
    )
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices, empty_label="Every role")
    organisation = OrganisationFilter(label="Organisation")

    def of_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            is_offered=value in ("invited", "withdrawn"),
            ended_at__isnull=value in ("active", "invited"),
        )
