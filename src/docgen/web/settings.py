"""Django's settings for the page: the register's, with sessions, accounts and templates.

What differs from office to office (secret, address, second factors of a company's own sign-in)
is put in by ``desk.open_for``.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy

from docgen.register.settings import *  # noqa: F403  the register is the same, whoever asks

_HERE = Path(__file__).parent

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(50)  # desk.open_for puts in the one that lasts
ALLOWED_HOSTS: list[str] = []  # desk.open_for
ROOT_URLCONF = "docgen.web.urls"
WSGI_APPLICATION = "docgen.web.wsgi.application"
INSTALLED_APPS = [
    "docgen.register",
    "docgen.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "docgen.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "docgen.web.limits.Limits",
    "docgen.web.turns.Turns",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "docgen.web.entering.Entering",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "html"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["docgen.web.templatetags.docgen", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "docgen.web.frame.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"  # desk.open_for
LANGUAGES = [("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))]
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 3600  # without its mark; with it for a year (headers)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing lies in one
    "staticfiles": {"BACKEND": "docgen.web.statics.Versioned"},
}

LOGGING = {  # what failed, with where; no address, no form, no value
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["errors"], "level": "ERROR"},
        "django.security": {"level": "CRITICAL"},  # anybody could fill the log
    },
}

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # all that is typed; files are apart (limits)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a table of 500 rows, 20 columns
DATA_UPLOAD_MAX_NUMBER_FILES = 50

SESSION_COOKIE_NAME = "docgen_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "docgen_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # pages bring the token themselves
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "docgen.web.wrong.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CACHES = {
    # Used codes and counted attempts: all processes of the server know them, and a restart.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "page_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond it some are forgotten early
    }
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "unit")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the office has its own
AXES_USERNAME_CALLABLE = "docgen.web.accounts_throttle.login_of"
AXES_CLIENT_IP_CALLABLE = "docgen.web.accounts_throttle.address_of"
AXES_LOCKOUT_CALLABLE = "docgen.web.accounts_throttle.locked_out"
AXES_VERBOSE = False
ACCOUNT_ADAPTER = "docgen.web.accounts_adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # there are passwords; nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets it when it is closed
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/15m/key"}
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "docgen.web.accounts_factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there is none
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "docgen.web.accounts_forms.CodeForm",
    "reauthenticate": "docgen.web.accounts_forms.CodeAgainForm",
    "add_webauthn": "docgen.web.accounts_forms.PasskeyForm",
    "authenticate_webauthn": "docgen.web.accounts_forms.ShowForm",
    "reauthenticate_webauthn": "docgen.web.accounts_forms.ShowAgainForm",
}
SOCIALACCOUNT_ADAPTER = "docgen.web.accounts_oidc.Adapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that is led to another site is stopped by the CSP
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {}  # desk.use
