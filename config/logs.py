"""What is left out of the log."""

import logging

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
