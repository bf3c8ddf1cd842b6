from django.db import migrations
from django.db.models import OuterRef, Subquery


def keep_posts(apps, schema_editor):
    """What a membership's post was does not follow when its owner's account gets another."""
    Membership = apps.get_model("organisations", "Membership")
    User = apps.get_model("accounts", "User")
    posts = User.objects.filter(pk=OuterRef("user")).values("post")[:1]
    Membership.objects.filter(post="").update(post=Subquery(posts))


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_memberships_are_offered_and_ended"),
        ("accounts", "0002_sentform"),
    ]

    operations = [migrations.RunPython(keep_posts, migrations.RunPython.noop)]
