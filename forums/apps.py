from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        from commitments.offers import ABOVE_REGISTERS  # noqa: PLC0415 - models load first
        from forums import events  # noqa: F401, PLC0415 - says what its events are called
        from forums.offers import days_with_both_sectors, the_dashboard  # noqa: PLC0415 - models load first
        from organisations.deciding import meetings_are_read_by  # noqa: PLC0415 - models load first

        ABOVE_REGISTERS.add(the_dashboard)
        meetings_are_read_by(days_with_both_sectors)
