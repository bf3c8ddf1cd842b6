from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from commitments.checks import SUBJECTS  # noqa: PLC0415 - models load first
        from funding.actions import facts  # noqa: PLC0415 - models load first
        from funding.offers import on_record  # noqa: PLC0415 - models load first
        from organisations.offers import ON_AN_ORGANISATION  # noqa: PLC0415 - models load first

        SUBJECTS["notice"] = lambda act: (act.notice.kind, facts.notice_facts(act.notice))
        SUBJECTS["decision"] = lambda act: (act.decision.kind, facts.decision_facts(act.decision))
        SUBJECTS["agreement"] = lambda act: (
            act.agreement.mechanism,
            facts.agreement_facts(act.agreement),
        )
        ON_AN_ORGANISATION.add(on_record)
