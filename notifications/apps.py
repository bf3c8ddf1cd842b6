from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from consultations import offers as places  # noqa: PLC0415 - models load first
        from notifications import offers  # noqa: PLC0415 - models load first

        places.TO_FOLLOW_AN_AREA.add(offers.follow_area)
        places.TO_FOLLOW_A_CONSULTATION.add(offers.follow_consultation)
