"""Settings: strict readers, one file, no secrets."""

import os
import sys
from pathlib import Path

from .database.addresses import database_settings
from .database.places import data_folder
from .keys import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_FOLDER = data_folder(BASE_DIR)


def yes(name: str, default: bool) -> bool:
    """A switch from the environment: 1/yes/true or 0/no/false; anything else stops the start with a sentence."""
    said = os.environ.get(name, "").strip().lower()
    if said in ("", "1", "yes", "true", "0", "no", "false"):
        return default if not said else said in ("1", "yes", "true")
    sys.exit(f"{name} は 1 か 0 で指定してください（いまは {said!r}）。 {name} must be 1 or 0.")


DEBUG = yes("TASUKI_DEBUG", False)
SECRET_KEY = secret_key(BASE_DIR)
ALLOWED_HOSTS = [h for h in os.environ.get("TASUKI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",") if h]
HTTPS = yes("TASUKI_HTTPS", False)

ROOMS = [
    "ui", "tenancy", "audit", "staff", "codes", "sharing", "people", "community", "supporters", "intake", "cases", "assessments",
    "referrals", "outreach", "plans", "participation", "meetings", "paper", "casefile", "desk", "portal", "exchange", "reports", "oversight", "jobs", "demo",
]  # fmt: skip
INSTALLED_APPS = [
    "tasuki.sharing",  # first: its `migrate` raises the walls
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    *(f"tasuki.{room}" for room in ROOMS if room != "sharing"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tasuki.ui.troubles.in_our_words",
    "tasuki.tenancy.middleware.nobody_until_known",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tasuki.staff.middleware.keep_nothing",
]
ROOT_URLCONF = "tasuki.config.urls"
WSGI_APPLICATION = "tasuki.config.wsgi.application"

DATABASES = database_settings(BASE_DIR)
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"].setdefault("CONN_MAX_AGE", 3600)
# A statement that takes longer is stopped: an abandoned search would slow everybody else (docs/performance.md).
DATABASES["default"]["STATEMENT_TIMEOUT"] = os.environ.get("TASUKI_STATEMENT_TIMEOUT", "5s")
# While a form is received: on a cold disk the index on words alone takes seconds, and what was typed must not be lost.
DATABASES["default"]["WRITING_TIMEOUT"] = os.environ.get("TASUKI_WRITING_TIMEOUT", "30s")
# Planning under row-level security costs more than most answers: a statement asked for the second time is kept prepared
# by the connection (half of the database's share of a case page). Off for poolers that mix connections.
if yes("TASUKI_PREPARED", True):
    # walls ask the transaction's settings, not constants: the general plan is the plan, no need to make five before it
    GIVEN = DATABASES["default"].get("OPTIONS", {})
    PLANNED = f"{GIVEN.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
    PREPARED = {"server_side_binding": True, "prepare_threshold": 1, "options": PLANNED}
    DATABASES["default"]["OPTIONS"] = GIVEN | PREPARED
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.Worker"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # memory-hard, without a further part
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # reads what was hashed before; renewed at the next sign-in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tasuki.staff.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "tasuki.staff.passwords.NotLikeHer", "OPTIONS": {"user_attributes": ("login", "name", "kana")}},
    {"NAME": "tasuki.staff.passwords.NotCommon"},
    {"NAME": "tasuki.staff.passwords.NotOneLetter"},
]
# The proxies whose word about a machine's address is taken (addresses, by commas); empty: none.
TRUSTED_PROXIES = {p.strip() for p in os.environ.get("TASUKI_PROXIES", "").split(",") if p.strip()}
# Sign-in by the town's own staff directory (OIDC, SAML): a TOML file, see tasuki/staff/outside.py; empty: none.
# The name passkeys are bound to; empty: the name under which the pages are opened.
PASSKEY_DOMAIN = os.environ.get("TASUKI_PASSKEY_DOMAIN", "")
SSO_FILE = os.environ.get("TASUKI_SSO", "")
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]  # a log-in is unique within its municipality

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tasuki.desk.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "tasuki.ui.forms.Renderer"

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("TASUKI_STATIC", BASE_DIR / "var" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or yes("TASUKI_TESTING", False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# __Host-: no other page of the town's domain can set or overwrite it.
SESSION_COOKIE_NAME = "__Host-tasuki" if HTTPS else "tasuki"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
# Longer than any limit of a municipality (identity.too_old): whoever comes late is still known by name, and gets back
# what she had typed.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "tasuki.ui.troubles.no_token"
if HTTPS:  # behind a proxy that ends TLS: what it says of the connection is believed
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# The town's virus scanner (clamd): unix:/run/clamav/clamd.ctl or tcp:host:port; empty: none.
CLAMD = os.environ.get("TASUKI_CLAMD", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # the words of an exception may be somebody's name (config/logs.py)
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "tasuki.config.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": "WARNING"},
}
