import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from organisations.actions import end_role, give_role
from organisations.models import Organisation, Role


class Command(BaseCommand):
    help = "Give somebody a role for an organisation, or end it. They set a password by e-mail."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("area", help="the area's slug, such as thurrock")
        parser.add_argument("organisation", help="its slug, such as thurrock-council")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--post", default="", help="the post, never a name; for a new account")
        parser.add_argument("--end", action="store_true", help="take the role away again")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(options["area"], options["organisation"])
        email, role = options["email"], options["role"]
        if options["end"]:
            ended = end_role(email=email, organisation=organisation, role=role, at=timezone.now())
            if not ended:
                raise CommandError(f"{email} does not hold that role for {organisation}.")
            self.stdout.write(f"{email} no longer is {Role(role).label} for {organisation}.")
            return
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        post = options["post"] or f"{Role(role).label}, {organisation}"
        give_role(email=email, post=post, organisation=organisation, role=role, at=timezone.now())
        self.stdout.write(
            f"{email} is {Role(role).label} for {organisation}. "
            "A new account sets its password through “I have forgotten my password”."
        )

    def _organisation(self, area: str, slug: str) -> Organisation:
        found = Organisation.objects.select_related("area").filter(area__slug=area, slug=slug)
        if not found:
            known = Organisation.objects.filter(area__slug=area).values_list("slug", flat=True)
            raise CommandError(
                f"{area} has no organisation {slug!r}. It has: {', '.join(known) or 'none'}."
            )
        return found[0]
