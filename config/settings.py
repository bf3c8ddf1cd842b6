"""All settings, one file. What differs between machines comes from the environment, read at the top.

Without any variable this is a demo installation: SQLite, files for a broker, a key made on first
start, and the demo sign-ins on the sign-in page. Setting DATABASE_URL makes it production, and then
REDIS_URL, SECRET_KEY, SEAL_KEYS, ALLOWED_HOSTS and SITE_URL are needed too.
"""

import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF

from config import logs, patience, signing_in
from config.fitness import require_fit, seal_keys

# What people hand in, and mail that waits, is for the account that runs this alone.
os.umask(0o077)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
PRODUCTION = bool(DATABASE_URL)
TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=TESTING or not PRODUCTION)

DEMO_ADDRESSES = "@demo.example"


def required_in_production(name: str) -> str:
    value = env.str(name, default="")
    if PRODUCTION and not TESTING:
        require_fit(name, value)
    return value


def demo_key() -> str:
    """A key of this installation's own, kept beside its database so that sign-ins outlive a restart."""
    return kept_secret("secret-key", lambda: secrets.token_hex(32))


def demo_seal_keys() -> str:
    """Keys for the seals of the log, in the same way: they must outlive a restart."""
    return kept_secret("seal-keys", lambda: f"1:{secrets.token_hex(32)}")


def kept_secret(name: str, make: Callable[[], str]) -> str:
    kept = VAR_DIR / name
    try:
        if not kept.exists():
            VAR_DIR.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: another process may read it while this one writes.
            half = VAR_DIR / f"{name}.{os.getpid()}"
            half.touch(mode=0o600)
            half.write_text(make())
            with suppress(FileExistsError):
                os.link(half, kept)
            half.unlink()
        return kept.read_text()
    except OSError as wrong:
        raise SystemExit(
            f"The folder {VAR_DIR} cannot be used ({wrong.strerror}): "
            "make it writable, or set VAR_DIR to a folder that is."
        ) from None


required_in_production("REDIS_URL")
SECRET_KEY = required_in_production("SECRET_KEY") or demo_key()
# What seals the event log, by number: the highest seals, the others are kept to check what they sealed.
SEAL_KEYS = seal_keys(required_in_production("SEAL_KEYS") or demo_seal_keys())
ALLOWED_HOSTS = [host for host in required_in_production("ALLOWED_HOSTS").split(",") if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    "testserver",
]
required_in_production("DEBUG")
# What was written under an earlier key can still be read: sign-ins and second factors.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
HTTPS = env.bool("HTTPS", default=PRODUCTION and not TESTING)
SITE_URL = (required_in_production("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")

# Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "pages",
    "documents",
    "accounts",
    "audit",
    "organisations",
    "compacts",
    "commitments",
    "imports",
    "funding",
    "consultations",
    "forums",
    "disputes",
    "notifications",
    "desk",
    "demo",
    "config",
]

MIDDLEWARE = [
    "config.metrics.BeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "accounts.middleware.IdleMiddleware",
    "organisations.acting.ActingMiddleware",
    # Before LoginRequiredMiddleware: once that one has sent somebody to sign in, what they had
    # typed is lost.
    "accounts.middleware.KeepTypedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "config.limits.LimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.AccessMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "config.metrics.AfterMiddleware",
    "pages.doubts.TicksMiddleware",
    "accounts.once.OnceMiddleware",  # last: it runs the view
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.house",
            ],
            "builtins": [
                "django.contrib.humanize.templatetags.humanize",
                "pages.templatetags.house",
            ],
            "libraries": {"house": "pages.templatetags.house"},
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Data -----------------------------------------------------------------------------------------

if PRODUCTION:
    DATABASES = {
        "default": env.db("DATABASE_URL")
        | {"ENGINE": "audit.databases.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    }
    DATABASES["default"]["OPTIONS"] = patience.postgres_options(patience.runs_as()) | DATABASES[
        "default"
    ].get("OPTIONS", {})
else:
    DATABASES = {
        "default": {
            "ENGINE": "audit.databases.sqlite3",
            "NAME": VAR_DIR / "compacts.sqlite3",
            "OPTIONS": {
                # A transaction that reads first and writes later would be refused at once when
                # another one has written meanwhile, however long it may wait. This one waits where
                # it begins.
                "transaction_mode": "IMMEDIATE",
                "timeout": patience.SQLITE_LOCK_TIMEOUT,
                # With a write-ahead log, pages are read while the worker writes. NORMAL may lose
                # the last moments in a power cut, and never harms the file.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
# How long each chain of the log was on each day: best on another disk, or where others copy it.
ANCHOR_DIR = Path(env.str("ANCHOR_DIR", default=str(VAR_DIR / "anchors")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# The first is for what is typed into a form, the second for a file sent with it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# Where every file that comes in is scanned: tcp://host:3310, or unix:///run/clamav/clamd.ctl.
CLAMAV_URL = env.str("CLAMAV_URL", default="")
CLAMAV_TIMEOUT = env.int("CLAMAV_TIMEOUT", default=60)

if REDIS_URL:
    CACHES = {
        name: {"BACKEND": "config.caches.RedisOrMemory", "LOCATION": REDIS_URL}
        for name in ("default", "light")
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "config.caches.DatabaseOrMemory",
            "LOCATION": "django_cache",
            # Beyond so many, others make room: strangers must not push the counts out.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
        "light": {  # each process's own, for what is not worth a row: pages.counting
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
    }
# In rows, not in the cache: a Redis that is away signs nobody out, and a session that is over can
# still be asked whose it was (accounts.sessions).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * env.int("IDLE_MINUTES", default=60)  # put off while somebody works
LONGEST_SIGN_IN = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60

# People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
vars().update(signing_in.settings(demo=DEMO, https=HTTPS))

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="compacts@localhost.example")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
elif not TESTING:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = patience.EMAIL_TIMEOUT
MAIL_TIME_LIMIT = patience.TASK_TIME_LIMITS["mail"]

# Time, words, files ---------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static.FrontEndPackageFinder",
]
FRONT_END_PACKAGE = BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "config.static.HashedStaticFilesStorage"
    },
}
# Tests use the files where they lie: nothing has collected them.
WHITENOISE_USE_FINDERS = TESTING

# Security -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
if HTTPS:  # a browser then takes them from this host alone, whatever stands beside it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Sign-ins are counted by the visitor's address, and behind a proxy that is the last one forwarded.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

# Work off the request path --------------------------------------------------------------------

BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **patience.redis_options(),
        "visibility_timeout": patience.REDELIVER_AFTER,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
# Nobody asks a task for its result: what it did stands in rows.
CELERY_TASK_IGNORE_RESULT = True
# A message is taken off only when its task is done, so that one whose worker is killed runs again
# elsewhere. Every task may run twice and harm nothing.
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = patience.REDIS_TIMEOUT
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its queue as long as it takes
# Once, on a new connection: who asked is waiting, and rows say what is still to be done.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0}
# Nothing is kept waiting at a busy worker that an idle one could take.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# An import that is nearly done need not begin again because Redis was away for a moment.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_BEAT_SCHEDULER = "config.clock.Clock"
CELERY_BEAT_MAX_LOOP_INTERVAL = 60
HEARTBEAT_STALE_AFTER_MINUTES = 30

METRICS_DIR = env.str("METRICS_DIR", default="")

# Logs -----------------------------------------------------------------------------------------

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
)
LOGGING = logs.logging_at(env.str("LOG_LEVEL", default="INFO"))
