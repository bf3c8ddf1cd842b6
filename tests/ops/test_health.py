"""/healthz and /metrics: what they say, and to whom."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from commitments.models import SweepRun
from config import condition, health
from notifications.actions.sending import pause_sending
from notifications.models import Message
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.health")]


def swept(*, minutes_ago: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    SweepRun.objects.create(on=at.date(), started_at=at, finished_at=at)


@pytest.fixture(autouse=True)
def _broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condition, "broker", lambda: "ok")
    monkeypatch.setattr(condition, "LEAST_FREE", 0)


def test_healthz_after_a_sweep_is_ok(client: Client) -> None:
    swept(minutes_ago=5)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    said = answer.json()
    assert said["status"] == "ok"
    assert said["database"] == said["broker"] == "ok"
    assert said["last_sweep"]["stale"] is False
    assert 300 <= said["last_sweep"]["age_seconds"] < 400


def test_healthz_with_a_stale_sweep_is_degraded_and_still_served(client: Client) -> None:
    swept(minutes_ago=settings.HEARTBEAT_STALE_AFTER_MINUTES + 1)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["last_sweep"]["stale"] is True


def test_healthz_without_a_sweep_is_degraded(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["last_sweep"]["finished_at"] is None


def test_healthz_without_a_database_is_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "heartbeat", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
    assert answer.json()["last_sweep"] is None


def test_healthz_without_migrations_is_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "migrations", lambda: "2 waiting")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")


def test_migrations_that_the_database_lacks_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert condition.migrations() == "ok"
    monkeypatch.setitem(condition._migrated, "all", False)
    MigrationRecorder(connection).record_unapplied("notifications", "0004_mail_outages")
    assert condition.migrations() == "1 waiting"


def test_healthz_without_a_broker_is_degraded_and_still_served(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(minutes_ago=1)
    monkeypatch.setattr(condition, "broker", lambda: "down")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["worries"] == ["broker"]


def test_healthz_tells_of_mail_and_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    swept(minutes_ago=1)
    at = timezone.now() - timedelta(hours=2)
    Message.objects.create(kind="news", to="a@group.example", subject="s", created_at=at, due_at=at)
    pause_sending("connection refused", at=at)
    monkeypatch.setattr(condition, "LEAST_FREE", 10**18)
    said = client.get("/healthz").json()
    assert said["worries"] == ["mail", "disk"]
    assert said["mail"]["waiting"] == 1
    assert said["mail"]["oldest_seconds"] >= 7200
    assert said["mail"]["server_away_since"] == at.isoformat()
    assert said["disk"]["VAR_DIR"]["free_bytes"] > 0
    assert "compacts_mail_waiting 1.0" in one_line(client.get("/metrics"))


def test_a_run_in_the_future_hides_no_dead_worker(client: Client) -> None:
    """After a clock that was ahead has been put right."""
    swept(minutes_ago=-60 * 24 * 365)
    assert client.get("/healthz").json()["last_sweep"]["stale"] is True


def test_metrics_on_this_machine(client: Client) -> None:
    swept(minutes_ago=1)
    said = one_line(client.get("/metrics"))
    assert "django_http_requests" in said
    assert 'compacts_checks{outcome="breach"} 0.0' in said
    assert "compacts_open_breaches 0.0" in said
    assert "compacts_last_sweep_age_seconds 6" in said


def test_metrics_before_any_sweep_are_infinitely_old(client: Client) -> None:
    assert "compacts_last_sweep_age_seconds +Inf" in one_line(client.get("/metrics"))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"REMOTE_ADDR": "192.0.2.7"}, id="from elsewhere"),
        pytest.param({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer no"}, id="wrong"),
        pytest.param({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, id="through a proxy here"),
        pytest.param({"HTTP_AUTHORIZATION": "Bearer ", "REMOTE_ADDR": ""}, id="empty"),
    ],
)
def test_metrics_are_refused(
    client: Client, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_TOKEN", "token-of-this-test")
    assert not health.may_read_metrics(client.get("/healthz", **asked).wsgi_request)  # type: ignore[arg-type]


def test_metrics_with_the_token_from_elsewhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_TOKEN", "token-of-this-test")
    asked = {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer token-of-this-test"}
    assert client.get("/metrics", **asked).status_code == 200  # type: ignore[arg-type]


def test_broker_folder_that_is_missing_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    if settings.REDIS_URL:
        assert condition.broker() == "ok"
    else:
        assert condition.broker() == "down"
        settings.BROKER_DIR.joinpath("queue").mkdir(parents=True)
        assert condition.broker() == "ok"
        settings.BROKER_DIR.joinpath("queue").rmdir()
