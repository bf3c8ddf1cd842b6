from django.apps import AppConfig

from audit.databases import NotesRows


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit.actions import seal_rest  # noqa: PLC0415 - needs the models

        NotesRows.seal_rest = staticmethod(seal_rest)
