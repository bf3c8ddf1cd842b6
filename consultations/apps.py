from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        from commitments.subjects import register  # noqa: PLC0415 - models load first
        from consultations import events  # noqa: F401, PLC0415 - says what its events are called
        from consultations.subjects import SUBJECTS  # noqa: PLC0415 - models load first

        register(*SUBJECTS)
