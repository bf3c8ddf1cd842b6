"""What is left out of the log."""

import logging

TRY_AGAIN = 503


class NotTriedAgain(logging.Filter):
    """Leaves out what Django says of a page that asks to try again: pages.trouble has said it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != TRY_AGAIN
