"""Asks the virus scanner (ClamAV's clamd), where the settings name one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings


class ScannerAway(Exception):
    """The scanner does not answer. The file waits: nothing goes on that was not scanned."""


def virus_in(path: Path) -> str:
    """The name of what the scanner found in the file; "" where it is clean, or no scanner is set up.

    Raises ScannerAway.
    """
    if not settings.CLAMAV_URL:
        return ""
    try:
        with path.open("rb") as file:
            answers = _scanner().instream(file)
    except (ClamdError, OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    states = set(answers.values())
    if not states or any(state == "ERROR" for state, _ in states):
        raise ScannerAway("The scanner gave no verdict.")
    return ", ".join(name or "a virus" for state, name in states if state == "FOUND")


def _scanner() -> ClamdNetworkSocket | ClamdUnixSocket:
    """As CLAMAV_URL names it: tcp://host:3310, or unix:///run/clamav/clamd.ctl."""
    parts = urlsplit(settings.CLAMAV_URL)
    if parts.scheme == "unix":
        return ClamdUnixSocket(parts.path, timeout=settings.CLAMAV_TIMEOUT)
    return ClamdNetworkSocket(
        parts.hostname or "127.0.0.1", parts.port or 3310, timeout=settings.CLAMAV_TIMEOUT
    )
