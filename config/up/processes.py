"""Keeping processes running: start, start again when one dies, stop all of them in ten seconds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

Say = Callable[[str], None]

LOOK_EVERY = 0.1  # seconds
QUICK_DEATH = 10  # seconds a process must live to count as started
MOST_QUICK_DEATHS = 5
LONGEST_PAUSE = 30  # seconds before starting a process again
TIME_TO_STOP = 8  # seconds before what still runs is killed


def nothing() -> None:
    """For children that need nothing done before they start."""


class GaveUp(Exception):
    """A process dies as soon as it is started."""


@dataclass
class Child:
    """One process, whichever times it is started. Without one that is vital there is no product.

    `before` is done each time before it starts.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_vital: bool = True
    before: Callable[[], None] = nothing
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    quick_deaths: int = 0
    start_again_at: float = 0

    def start(self) -> None:
        self.before()
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop it in order
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the process; a kill reaches what it has started, too."""
        if self.process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)
        except ProcessLookupError:
            pass


class Supervisor:
    """The processes that make up the product."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._children: list[Child] = []
        self._asked_to_stop = False
        self._has_worked = False
        self._handlers_before: dict[int, Any] = {}

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGTERM, signal.SIGINT):
            self._handlers_before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def add(self, child: Child) -> None:
        child.start()
        self._children.append(child)

    def run(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Keep the children running until asked to stop (return False) or `until` (return True).

        Raises GaveUp where a vital child never comes to work. Once everything has worked, whatever
        dies is started again for as long as it takes: a full disk or a lost database comes back.
        """
        while not self._asked_to_stop:
            for child in self._children:
                self._look_after(child)
            if until():
                self._has_worked = True
                return True
            time.sleep(LOOK_EVERY)
        return False

    def _look_after(self, child: Child) -> None:
        if child.is_running():
            return
        now = time.monotonic()
        if child.process is not None:
            self._note_death(child, now)
        if now >= child.start_again_at:
            child.start()

    def _note_death(self, child: Child, now: float) -> None:
        assert child.process is not None  # noqa: S101 - for the type checker
        child.signal(signal.SIGKILL)  # whatever it left behind
        code = child.process.returncode
        child.process = None
        child.quick_deaths = child.quick_deaths + 1 if now - child.started < QUICK_DEATH else 1
        if child.quick_deaths > MOST_QUICK_DEATHS and child.is_vital and not self._has_worked:
            raise GaveUp(
                f"The {child.name} stopped {child.quick_deaths} times as soon as it had started: "
                "giving up. Its own words are above."
            )
        pause = min(0.25 * 2 ** (child.quick_deaths - 1), LONGEST_PAUSE)
        child.start_again_at = now + pause
        self._say(f"The {child.name} stopped ({ending(code)}); starting it again.")

    def stop(self) -> None:
        """Ask every child to finish, and kill what has not after TIME_TO_STOP seconds."""
        for child in self._children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + TIME_TO_STOP
        while time.monotonic() < deadline and any(each.is_running() for each in self._children):
            time.sleep(LOOK_EVERY)
        for child in self._children:
            if child.is_running():
                self._say(f"The {child.name} did not stop when asked, and was killed.")
            child.signal(signal.SIGKILL)


def ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def python(*words: str) -> list[str]:
    return [sys.executable, *words]
