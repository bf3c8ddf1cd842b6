"""Where log lines go, and what is left out of them."""

from __future__ import annotations

import logging
from typing import Any

TRY_AGAIN = 503


class NotTriedAgain(logging.Filter):
    """Leaves out what Django says of a page that asks to try again: pages.trouble has said it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != TRY_AGAIN


class OneLine(logging.Formatter):
    """Leaves out the traceback: what a visitor makes up, such as a forged host, is worth a line."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(
            logging.makeLogRecord({**vars(record), "exc_info": None, "exc_text": None})
        )


def logging_at(level: str) -> dict[str, Any]:
    """Django's setting: everything from this level on, to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(levelname)s %(name)s %(message)s"},
            "one_line": {
                "()": "config.logs.OneLine",
                "format": "%(levelname)s %(name)s %(message)s",
            },
        },
        # A page that says "try again" has its own line in the log, once a minute.
        "filters": {"tried_again": {"()": "config.logs.NotTriedAgain"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain"},
            "one_line": {"class": "logging.StreamHandler", "formatter": "one_line"},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR", "filters": ["tried_again"]},
            "gunicorn.access": {"level": "WARNING"},
            "django.security.DisallowedHost": {"handlers": ["one_line"], "propagate": False},
        },
    }
