from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        from commitments.checks import SUBJECTS  # noqa: PLC0415 - models are loaded by now
        from consultations.actions.acts import facts_of_act  # noqa: PLC0415 - the same

        SUBJECTS["consultation"] = SUBJECTS["response"] = facts_of_act
