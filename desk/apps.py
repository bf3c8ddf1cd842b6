from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk.offers import left_behind  # noqa: PLC0415 - models load first
        from organisations.leaving import LEFT_BEHIND  # noqa: PLC0415 - models load first

        LEFT_BEHIND.add(left_behind)
