from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "disputes"

    def ready(self) -> None:
        from commitments.offers import ON_A_CASE, ON_AN_ACT  # noqa: PLC0415 - models load first
        from disputes.offers import at_a_glance, dispute_act, dispute_this, helps_a_case  # noqa: PLC0415 - models load first
        from forums.offers import ON_THE_DASHBOARD  # noqa: PLC0415 - models load first

        ON_A_CASE.add(dispute_this)
        ON_AN_ACT.add(dispute_act)
        from organisations.leaving import KEEPS_ACCOUNT  # noqa: PLC0415 - models load first

        ON_THE_DASHBOARD.add(at_a_glance)
        KEEPS_ACCOUNT.add(helps_a_case)
        from disputes import events  # noqa: F401, PLC0415 - says what its events are called
