"""Looking after processes: a pause before each new start, an end to trying, and no survivors."""

import sys
import time

import pytest

from config.up import processes
from config.up.processes import Child, GaveUp, Supervisor

DIES = [sys.executable, "-c", "raise SystemExit(3)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def said() -> list[str]:
    return []


def test_child_that_dies_at_once_is_given_up(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.05)
    with Supervisor(said.append) as supervisor:
        supervisor.add(Child("thing", DIES))
        with pytest.raises(GaveUp, match="The thing stopped 6 times as soon as it had started"):
            supervisor.run()
    assert said == ["The thing stopped (exit code 3); starting it again."] * 5


def test_child_that_dies_is_kept_trying_once_everything_has_worked(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.05)
    with Supervisor(said.append) as supervisor:
        supervisor.run(until=lambda: True)
        supervisor.add(Child("thing", DIES))
        supervisor.run(until=lambda: len(said) > processes.MOST_QUICK_DEATHS + 1)
    assert set(said) == {"The thing stopped (exit code 3); starting it again."}


def test_child_that_is_not_vital_is_never_given_up(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.05)
    with Supervisor(said.append) as supervisor:
        supervisor.add(Child("thing", DIES, is_vital=False))
        supervisor.run(until=lambda: len(said) > processes.MOST_QUICK_DEATHS + 1)
    assert set(said) == {"The thing stopped (exit code 3); starting it again."}


def test_child_that_does_not_listen_is_killed(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "TIME_TO_STOP", 0.5)
    child = Child("thing", DEAF)
    started = time.monotonic()
    with Supervisor(said.append) as supervisor:
        supervisor.add(child)
        supervisor.run(until=lambda: time.monotonic() > started + 0.5)
    assert said == ["The thing did not stop when asked, and was killed."]
    assert child.process is not None
    child.process.wait(5)


def test_children_stop_together(said: list[str]) -> None:
    with Supervisor(said.append) as supervisor:
        for name in ("one", "two"):
            supervisor.add(Child(name, [sys.executable, "-c", "import time; time.sleep(60)"]))
        started = time.monotonic()
    assert time.monotonic() - started < 5
    assert said == []
