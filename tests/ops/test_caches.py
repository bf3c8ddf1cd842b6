"""Where Redis or the cache's table is away, limits are counted in memory and people sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches as in_use
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError
from django.test import Client

from config import caches
from config.caches import DatabaseOrMemory, RedisOrMemory
from notifications.limits import is_within
from tests.cast import council, person

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _begin_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    caches._said.forget()
    for kind in (RedisOrMemory, DatabaseOrMemory):
        monkeypatch.setattr(kind, "_again_at", 0.0)


def test_without_redis_it_counts_in_memory_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = RedisOrMemory(NOWHERE, {"KEY_PREFIX": "away"})
    found.set("limit", 1, 60)
    assert found.incr("limit") == 2
    assert found.get("limit") == 2
    assert not found.add("limit", 9, 60)
    another_thread = RedisOrMemory(NOWHERE, {"KEY_PREFIX": "away"})
    assert another_thread.get("limit") == 2
    found.delete("limit")
    assert found.get("limit") is None
    (line,) = caplog.records
    assert "cache.away" in line.getMessage()


def test_redis_is_left_alone_for_a_while_and_then_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = RedisOrMemory(NOWHERE, {"KEY_PREFIX": "asked"})
    asked: list[str] = []

    def answer(self: object, key: str, *args: object, **kwargs: object) -> str:
        asked.append(key)
        return "from redis"

    found.get("limit")
    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", answer)
    assert found.get("limit") is None
    monkeypatch.setattr(RedisOrMemory, "_again_at", 0.0)
    assert found.get("limit") == "from redis"
    assert asked == ["limit"]


@pytest.mark.parametrize(
    ("forget", "given"), [("delete", ["lock"]), ("delete_many", [["lock"]]), ("clear", [])]
)
def test_lock_taken_in_memory_is_let_go_there_when_redis_is_back(
    forget: str, given: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = RedisOrMemory(NOWHERE, {"KEY_PREFIX": forget})
    assert found.add("lock", 1, 60)
    with monkeypatch.context() as back:
        back.setattr(RedisOrMemory, "_again_at", 0.0)
        back.setattr(RedisCache, forget, lambda *_: "from redis")
        assert getattr(found, forget)(*given) == "from redis"
    assert found.add("lock", 1, 60)


@pytest.mark.redis
def test_redis_that_answers_is_used() -> None:
    cache = in_use["default"]
    assert isinstance(cache, RedisOrMemory)
    assert cache.add("count", 1, 60)
    assert cache.incr("count") == 2
    assert RedisCache.get(cache, "count") == 2


@pytest.mark.django_db
def test_table_that_cannot_be_written_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = DatabaseOrMemory("django_cache", {"KEY_PREFIX": "full"})
    found.set("limit", 1, 60)
    assert found.get("limit") == 1
    assert not found.add("limit", 2, 60)

    def full(self: object, *args: object) -> bool:
        return False

    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache._base_set", full)
    assert found.add("another", 5, 60)
    assert found.get("another") == 5


@pytest.mark.django_db
def test_table_that_cannot_be_read_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object, *args: object, **kwargs: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache.get_many", away)
    found = DatabaseOrMemory("django_cache", {"KEY_PREFIX": "read"})
    assert found.get("limit", "nothing") == "nothing"


@pytest.fixture
def without_redis() -> Iterator[None]:
    before = in_use["default"]
    in_use["default"] = RedisOrMemory(NOWHERE, {"KEY_PREFIX": "sign-in"})
    yield
    in_use["default"] = before


@pytest.mark.django_db
def test_people_sign_in_without_redis_and_the_limit_still_holds(
    library: None, client: Client, without_redis: None
) -> None:
    officer = person("officer", council())
    right = {"login": officer.email, "password": "let-me-in-2026"}
    assert client.post("/accounts/login/", right).status_code == 302
    wrong = {"login": "somebody@test.example", "password": "not-this-one-2026"}
    stranger = Client()
    tried = [stranger.post("/accounts/login/", wrong) for _ in range(12)]
    assert "too many wrong" not in tried[0].content.decode()
    assert "too many wrong" in tried[-1].content.decode()


@pytest.mark.django_db
def test_limits_count_each_try(on) -> None:  # type: ignore[no-untyped-def]
    tries = [is_within("place", "192.0.2.9", 3) for _ in range(5)]
    assert tries == [True, True, True, False, False]
