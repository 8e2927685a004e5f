"""Settings of the residents' pages (住民向けページ): a process of its own, few rooms, its own role, no sign-in, no cookie.

Whoever breaks into it finds neither the rooms of cases in the program nor a right to them in the database.
"""

import hashlib
import os
import sys

from .database.addresses import portal_settings
from .settings import *  # noqa: F403
from .settings import BASE_DIR, PREPARED, SECRET_KEY, yes

BASE_SECRET = SECRET_KEY
SECRET_KEY = hashlib.sha256(b"portal:" + SECRET_KEY.encode()).hexdigest()  # opens no session of a worker
ROOT_URLCONF = "tasuki.config.portal_urls"
WSGI_APPLICATION = "tasuki.config.portal_wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",  # models of the rooms name a worker; nobody signs in here
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    *(f"tasuki.{room}" for room in ("ui", "tenancy", "audit", "staff", "codes", "community", "supporters", "portal")),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tasuki.tenancy.middleware.nobody_until_known",
    "tasuki.portal.keeping.kept_for_seconds",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
_found = portal_settings(BASE_DIR)
if _found is None:
    sys.exit(
        "住民向けページの役割 tasuki_portal がまだありません。tasuki prepare-database をもう一度実行してください。"
        " Run `tasuki prepare-database` again: the portal's role is missing."
    )
DATABASES = {"default": _found | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 600}}
DATABASES["default"]["STATEMENT_TIMEOUT"] = os.environ.get("TASUKI_PORTAL_STATEMENT_TIMEOUT", "2s")
if yes("TASUKI_PREPARED", True):
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | PREPARED
ALLOWED_HOSTS = [
    h for h in os.environ.get("TASUKI_PORTAL_HOSTS", os.environ.get("TASUKI_HOSTS", "")).split(",") if h
] or ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # one photo of a supporter; a resident's words are a few thousand letters
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
