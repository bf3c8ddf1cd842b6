from django.apps import AppConfig


class CompactsConfig(AppConfig):
    name = "compacts"

    def ready(self) -> None:
        from compacts import events  # noqa: F401, PLC0415 - says what its events are called
