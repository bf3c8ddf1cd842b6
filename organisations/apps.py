from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"

    def ready(self) -> None:
        from accounts.second_factor import needed_by  # noqa: PLC0415
        from organisations import events  # noqa: F401, PLC0415 - says what its events are called
        from organisations.permissions import needs_second_factor  # noqa: PLC0415

        needed_by(needs_second_factor)
        from audit.writing import guarded_by  # noqa: PLC0415
        from organisations.archived import refuse_archived  # noqa: PLC0415

        guarded_by(refuse_archived)
