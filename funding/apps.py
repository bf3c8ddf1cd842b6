from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from commitments.subjects import register  # noqa: PLC0415 - models load first
        from funding import events  # noqa: F401, PLC0415 - says what its events are called
        from funding.offers import on_record  # noqa: PLC0415 - models load first
        from funding.subjects import SUBJECTS  # noqa: PLC0415 - models load first
        from organisations.offers import ON_AN_ORGANISATION  # noqa: PLC0415 - models load first

        register(*SUBJECTS)
        ON_AN_ORGANISATION.add(on_record)
