from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"

    def ready(self) -> None:
        from commitments import events  # noqa: F401, PLC0415 - says what its events are called
