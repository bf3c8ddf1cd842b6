from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from commitments.offers import ABOVE_REGISTERS  # noqa: PLC0415 - models load first
        from forums import events  # noqa: F401, PLC0415 - says what its events are called
        from forums.offers import the_dashboard  # noqa: PLC0415 - models load first

        ABOVE_REGISTERS.add(the_dashboard)
