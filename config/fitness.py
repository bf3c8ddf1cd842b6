"""What a production installation is not started with, each with its remedy in one line."""

from __future__ import annotations

import re

SHORTEST_KEY = 32
FEWEST_LETTERS = 8
REMEDIES = {
    "REDIS_URL": "set it to the address of the Redis server, for example redis://127.0.0.1:6379/0",
    "SECRET_KEY": "set it to a long random text, for example the output of: openssl rand -hex 32",
    "SEAL_KEYS": "set it to a number and a long random text, for example: 1:$(openssl rand -hex 32)",
    "ALLOWED_HOSTS": "set it to the host names people will use, separated by commas",
    "SITE_URL": "set it to the address people will use, for example https://compacts.example.org",
    "DEBUG": "leave it out: it would show the inside of the site to everybody",
}

OIDC = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def fault_in(name: str, value: str) -> str:
    """What is wrong with a variable of a production installation; blank where nothing is."""
    if name == "DEBUG":
        return "must not be on" if value.lower() not in ("", "0", "false", "no", "off") else ""
    if not value:
        return "is missing"
    if name == "SECRET_KEY" and is_easily_guessed(value):
        return "is too easily guessed"
    if name == "SEAL_KEYS":
        return fault_in_keys(value)
    if name == "ALLOWED_HOSTS" and "*" in [host.strip() for host in value.split(",")]:
        return "must not let every host in"
    if name == "SITE_URL" and not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+/?", value):
        return "is no address of a site"
    return ""


def is_easily_guessed(value: str) -> bool:
    return len(value) < SHORTEST_KEY or len(set(value)) < FEWEST_LETTERS


def seal_keys(value: str) -> dict[int, str]:
    """The keys of "1:SECRET,2:SECRET" by number. What is not of that shape is left out."""
    parts = [part.strip().partition(":") for part in value.split(",")]
    return {int(number): key for number, _, key in parts if number.isdecimal() and key}


def fault_in_keys(value: str) -> str:
    keys = seal_keys(value)
    if not keys or len(keys) < len(value.split(",")) or not 1 <= min(keys) <= max(keys) <= 9999:
        return "must be numbers with a key each, as in 1:SECRET,2:SECRET, no number twice"
    if any(is_easily_guessed(key) for key in keys.values()):
        return "is too easily guessed"
    return ""


def require_fit(name: str, value: str) -> None:
    """Ends the process with one line, without a traceback, where the variable is not fit."""
    if fault := fault_in(name, value):
        raise SystemExit(f"{name} {fault}: {REMEDIES[name]}.")


def require_one_of(name: str, value: str, words: tuple[str, ...]) -> None:
    """Ends the process with one line where the variable is none of its words."""
    if value not in words:
        raise SystemExit(f"{name} is not understood: set it to {' or '.join(words)}.")


def require_provider(asked: dict[str, str]) -> None:
    """Ends the process with one line where an OpenID Connect provider is named by halves."""
    missing = [name for name in OIDC if not asked[name]]
    if missing:
        raise SystemExit(f"{missing[0]} is missing: set {', '.join(OIDC)}, or none of them.")
    if not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", asked["OIDC_SERVER_URL"]):
        raise SystemExit(
            "OIDC_SERVER_URL is not safe: set it to an address that begins with https."
        )
