"""How long anything is waited for. Each limit is a variable of the environment, in seconds.

A web request is answered soon or refused in words; a worker may take its time; a command that a
person has typed, such as `migrate`, is never cut short. docs/deployment.md lists the variables.
"""

import sys
from pathlib import Path
from typing import Any

import environ

env = environ.Env()

EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
OIDC_TIMEOUT = env.int("OIDC_TIMEOUT", default=5)
REDIS_TIMEOUT = env.float("REDIS_TIMEOUT", default=3)
DATABASE_CONNECT_TIMEOUT = env.int("DATABASE_CONNECT_TIMEOUT", default=5)
SQLITE_LOCK_TIMEOUT = env.int("SQLITE_LOCK_TIMEOUT", default=20)
WEB_TIMEOUT = env.int("WEB_TIMEOUT", default=60)
STATEMENT_TIMEOUTS = {
    "web": env.float("WEB_STATEMENT_TIMEOUT", default=15),
    "worker": env.float("WORKER_STATEMENT_TIMEOUT", default=600),
}
LOCK_TIMEOUTS = {
    "web": env.float("WEB_LOCK_TIMEOUT", default=5),
    "worker": env.float("WORKER_LOCK_TIMEOUT", default=60),
}
TASK_TIME_LIMITS = {
    "deadlines": env.int("DEADLINES_TIME_LIMIT", default=1800),
    "mail": env.int("MAIL_TIME_LIMIT", default=300),
    "imports": env.int("IMPORT_TIME_LIMIT", default=3600),
}
TIME_TO_END = 60  # seconds that a task has to stop in, once it has been told that its time is up
REDELIVER_AFTER = 2 * max(
    TASK_TIME_LIMITS.values()
)  # a message that is still being worked on stays


def runs_as() -> str:
    """Which kind of process this is: web (config.wsgi says so), worker, or a command."""
    said: str = env.str("RUNS_AS", default="")
    return said or ("worker" if "celery" in Path(sys.argv[0]).parts[-2:] else "command")


def postgres_options(kind: str) -> dict[str, Any]:
    """What a connection is opened with: limits of its own for each kind of process.

    The server enforces the first ones; the rest notice a server that is gone without a word.
    """
    # A command is in neither table, so it gets no limit: a migration may take as long as it needs.
    limits = {"statement_timeout": STATEMENT_TIMEOUTS, "lock_timeout": LOCK_TIMEOUTS}
    said = [
        f"-c {name}={round(by_kind[kind] * 1000)}"
        for name, by_kind in limits.items()
        if kind in by_kind
    ]
    return {
        "connect_timeout": DATABASE_CONNECT_TIMEOUT,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        **({"options": " ".join(said)} if said else {}),
    }


def redis_options() -> dict[str, Any]:
    return {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT}
