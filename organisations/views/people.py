"""The people of an area: who has what, who is invited, and who has left."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import ActionRefused, Answer
from accounts.tokens import nonce_in
from audit.history import history_of
from organisations import actions
from organisations.acting import choose
from organisations.actions.people import ACCEPT_WITHIN, needs_password, open_invitation
from organisations.forms.people import (
    STATES,
    AcceptForm,
    InviteForm,
    NothingToFillIn,
    PeopleFilters,
    PostForm,
)
from organisations.leaving import LEFT_BEHIND
from organisations.links import INVITATION
from organisations.models import Area, Membership
from organisations.permissions import (
    held_by,
    is_last_chair,
    may_end,
    may_invite_any,
    may_manage,
    may_reset_second_step,
    offered_by,
    people_seen,
    scope_of,
)
from organisations.views.bodies import area_or_404
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page

STATE_COLOURS = {"active": "green", "invited": "yellow", "ended": "grey", "withdrawn": "grey"}


def state_shown(row: Membership) -> tuple[str, str]:
    return dict(STATES)[row.state], STATE_COLOURS[row.state]


def last_signed_in(row: Membership) -> object:
    """Of those who have accepted: whether an invited address signs in elsewhere is nobody's business."""
    return None if row.is_offered or row.user.last_login is None else row.user.last_login.date()


COLUMNS = [
    Column("post", "Post", "post_held", kind="link", sort="post"),
    Column("email", "E-mail address", "user.email", sort="user__email"),
    Column("organisation", "Organisation", "organisation.name", sort="organisation__name"),
    Column("role", "Role", lambda row: row.get_role_display(), sort="role"),
    Column(
        "since",
        "Since",
        lambda row: timezone.localdate(row.started_at),
        kind="date",
        sort="started_at",
    ),
    Column("last_login", "Last signed in", last_signed_in, kind="date"),
    Column("state", "State", state_shown, kind="state"),
]


@require_safe
def register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    described = Register(
        name="People",
        columns=COLUMNS,
        queryset=people_seen(request.user, place).select_related("user", "organisation"),
        filterset_class=PeopleFilters,
        search_fields=("post", "user__email", "organisation__name"),
        default_sort="organisation",
        empty_text="Nobody is on this list yet.",
        link=lambda row: reverse("organisations:person", args=[place.slug, row.user_id]),
        noun=("role", "roles"),
        search_label="Search by post, address or organisation",
    )
    context = {
        "area": place,
        "may_invite": may_invite_any(request.user, place),
        "looks_after": scope_of(request.user).invites_for(place.pk),
    }
    return register_page(request, described, template="organisations/people.html", context=context)


@require_safe
def person(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The roles of one person, as far as the reader may know of them."""
    place = area_or_404(request, area)
    rows = people_seen(request.user, place).filter(user=pk)
    held = _with_doings(request, rows)
    if not held:
        raise Http404
    context = {
        "area": place,
        "held": held,
        "about": held[-1][0],
        "may_invite": may_invite_any(request.user, place),
        "at": timezone.now(),
    }
    return render(request, "organisations/person.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody may do here, who gave it, and how to leave."""
    rows = Membership.objects.filter(user=request.user.pk)
    context = {"held": _with_doings(request, rows), "is_own": True, "at": timezone.now()}
    return render(request, "organisations/mine.html", context)


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Keeps the choice for as long as the sign-in lasts; nothing chosen is to read everything."""
    asked = request.POST.get("organisation", "")
    held = {str(each.organisation_id): each for each in held_by(request.user)}
    if asked and asked not in held:
        raise Http404
    choose(request, held[asked].organisation_id if asked else None)
    if not asked:
        return redirect("home")
    return redirect("area", held[asked].area.slug)


def _with_doings(request: HttpRequest, rows: object) -> list[tuple[Membership, Answer, Answer]]:
    """Each membership, whether the reader may manage it, and whether they may end it."""
    found = rows.select_related(  # type: ignore[attr-defined]
        "user", "organisation__area", "area", "given_by", "ended_by", "invitation"
    )
    return [
        (each, may_manage(request.user, each), may_end(request.user, each))
        for each in found.order_by("pk")
    ]


def people_page(place: Area) -> str:
    return reverse("organisations:people", args=[place.slug])


def person_page(membership: Membership, reader: Any = None) -> str:
    """Where one's change of a membership leads back to: for the operator, to the area they run."""
    if reader is not None and offered_by(reader, membership):
        return reverse("organisations:area_settings", args=[membership.area.slug])
    return reverse("organisations:person", args=[membership.area.slug, membership.user_id])


@change_page
def invite(request: HttpRequest, area: str) -> Change:
    place = area_or_404(request, area)
    sectors = scope_of(request.user).invites_for(place.pk)
    return Change(
        may=may_invite_any(request.user, place),
        form=partial(
            InviteForm, area=place, sectors=sectors, by=request.user, initial=_known(request, place)
        ),
        verb=partial(actions.invite, by=request.user, at=timezone.now()),
        title="Invite somebody",
        intro=(
            "They get an e-mail with a link, which works once and for "
            f"{ACCEPT_WITHIN.days} days. The role begins when they accept it."
        ),
        submit="Send the invitation",
        done=lambda made: f"{made.post_held} is invited.",
        area=place,
        back=people_page(place),
    )


def _known(request: HttpRequest, place: Area) -> dict[str, str]:
    """Somebody who is on the reader's list already, for one role more."""
    asked = request.GET.get("person", "")
    rows = people_seen(request.user, place).select_related("user").order_by("-pk")
    found = rows.filter(user=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    return {"email": found.user.email, "post": found.post_held} if found is not None else {}


def membership_or_404(request: HttpRequest, pk: int) -> Membership:
    """One that the reader may see: their own, or one of their list."""
    found = get_object_or_404(
        Membership.objects.select_related("user", "area", "organisation__area"), pk=pk
    )
    is_seen = people_seen(request.user, found.area).filter(pk=pk).exists()
    if not (is_seen or found.user_id == request.user.pk or offered_by(request.user, found)):
        raise Http404
    return found


@change_page
def invite_again(request: HttpRequest, pk: int) -> Change:
    found = membership_or_404(request, pk)
    return Change(
        may=may_manage(request.user, found),
        form=NothingToFillIn,
        verb=partial(actions.invite_again, membership=found, by=request.user, at=timezone.now()),
        version=found.version,
        title="Send the invitation again",
        intro="A new e-mail goes out. The link in the one before it stops working.",
        submit="Send it again",
        done="The invitation is sent again.",
        area=found.area,
        back=person_page(found, request.user),
        history=partial(history_of, found),
    )


@change_page
def change_post(request: HttpRequest, pk: int) -> Change:
    found = membership_or_404(request, pk)
    return Change(
        may=may_manage(request.user, found),
        form=partial(PostForm, initial={"post": found.post_held}),
        verb=partial(actions.change_post, membership=found, by=request.user),
        version=found.version,
        title="Name the post anew",
        intro="What was done so far keeps the post as it was.",
        done="The post is changed.",
        area=found.area,
        back=person_page(found, request.user),
        history=partial(history_of, found),
    )


@change_page
def reset_second_step(request: HttpRequest, pk: int) -> Change:
    found = membership_or_404(request, pk)
    return Change(
        may=may_reset_second_step(request.user, found),
        form=NothingToFillIn,
        verb=partial(actions.reset_second_step, membership=found, by=request.user),
        version=found.version,
        title="Reset their second step",
        intro=(
            "For somebody who has lost their authenticator app or passkey and has no recovery code left. "
            "Make sure that it is they who ask: ring them, or see them. They are signed out everywhere "
            "and told by e-mail, and their password alone signs them in until they set up another."
        ),
        submit="Reset it",
        done="Their second step is reset, and they are told by e-mail.",
        is_grave=True,
        area=found.area,
        back=person_page(found, request.user),
        history=partial(history_of, found),
    )


@change_page
def end(request: HttpRequest, pk: int) -> Change:
    found = membership_or_404(request, pk)
    is_own = found.user_id == request.user.pk
    back = reverse("organisations:mine") if is_own else person_page(found, request.user)
    words = END_OFFER if found.is_offered else (LEAVE if is_own else END)
    return Change(
        may=may_end(request.user, found),
        form=NothingToFillIn,
        verb=partial(actions.end_membership, membership=found, by=request.user, at=timezone.now()),
        version=found.version,
        title=words["title"],
        caption=f"{found.post_held}: {found}",
        submit=words["submit"],
        done=words["done"],
        about="organisations/_ending.html",
        context={
            "membership": found,
            "left_behind": LEFT_BEHIND.offered(request.user, found),
            "is_last_chair": found.is_current and is_last_chair(found),
            "is_own": is_own,
        },
        is_grave=True,
        is_for_archived=True,
        area=found.area if scope_of(request.user).memberships else None,
        back=back,
        history=partial(history_of, found),
    )


END = {
    "title": "End this role",
    "submit": "End the role",
    "done": "The role has ended.",
}
LEAVE = {"title": "Leave", "submit": "Leave", "done": "You have left."}
END_OFFER = {
    "title": "Take the invitation back",
    "submit": "Take it back",
    "done": "The invitation is taken back.",
}


# The invited --------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads. Programs that only open links accept nothing."""
    nonce, at = nonce_in(token, of=INVITATION), timezone.now()
    found = open_invitation(nonce, at=at)
    if found is None:
        return render(request, "organisations/invitation_gone.html", status=410)
    invited = found.membership.user
    sets_password = needs_password(invited)
    form = AcceptForm(request.POST or None, user=invited) if sets_password else None
    # Somebody without a password may be signed in all the same, by a provider of identities.
    is_them = request.user.is_authenticated and request.user.pk == invited.pk
    is_ready = is_them or (
        not request.user.is_authenticated and form is not None and form.is_valid()
    )
    if request.method == "POST" and is_ready:
        password = form.cleaned_data["password"] if form is not None and not is_them else ""
        by = request.user if isinstance(request.user, User) else None
        try:
            made = actions.accept(nonce=nonce, password=password, by=by, at=at)
        except ActionRefused as refusal:
            return render(request, "403.html", {"reason": refusal.reason}, status=403)
        if is_them:
            messages.success(request, f"You now have this role: {made}.")
            return redirect("area", made.area.slug)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    context = {
        "invitation": found,
        "membership": found.membership,
        "form": form,
        "is_them": is_them,
        "address": request.path,
    }
    return render(request, "organisations/invitation.html", context)
