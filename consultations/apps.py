from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        from commitments.actions import SUBJECTS  # noqa: PLC0415 - models are loaded by now
        from consultations.actions.acts import hand_over  # noqa: PLC0415 - the same

        SUBJECTS["consultation"] = SUBJECTS["response"] = hand_over
