"""Django's settings: safe as they stand, with the few things an installation may choose read from the environment."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from loke import home
from loke.running.trouble import Refused

PACKAGE = Path(__file__).parent
NO_JIT = "-c jit=off"  # compiling a list's query takes longer than answering it


def secret_key() -> str:
    """LOKE_SECRET_KEY, else a key made once and readable by its owner only."""
    if key := os.environ.get("LOKE_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
        return path.read_text()


def database(url: str) -> dict:
    """`postgresql://user:password@host:port/name?sslmode=verify-full` or `sqlite:///path`, as Django wants it."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    options = asked.get("options", "").removeprefix(NO_JIT).strip()
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**asked, "options": f"{NO_JIT} {options}".strip()},
        }
    return {
        "ENGINE": "loke.database",
        "NAME": unquote(url.removeprefix("sqlite:///")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: two writers queue instead of failing; FULL: an acknowledged write is on the disk;
            # MEMORY: what a transaction may have to take back is not written to files of its own meanwhile
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "detect_types": 0,  # what a value is, fields know; SQLite need not say it for each column of each answer
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
        },
    }


def mail_tls(host: str, port: int, said: str) -> str:
    """How the way to the mail server is locked: `starttls`, `tls` from the first byte, or `none`.

    None by itself to this computer only: a letter may hold a link that lets somebody in.
    Raises Refused for another word.
    """
    if said and said not in ("starttls", "tls", "none"):
        raise Refused(f"LOKE_EMAIL_TLS ska vara starttls, tls eller none, inte {said}.")
    if not said and host in ("localhost", "127.0.0.1", "::1"):
        return "none"
    return said or ("tls" if port == 465 else "starttls")


HOME = home()
DEMO = os.environ.get("LOKE_DEMO") == "1"  # only `loke demo` sets it, together with a database of its own
DEBUG = os.environ.get("LOKE_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("LOKE_HOSTS", "localhost 127.0.0.1 [::1]").split()
SITE = os.environ.get("LOKE_SITE") or f"https://{ALLOWED_HOSTS[0]}"  # what links made outside a request begin with
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'loke.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "loke.accounts",
    "loke.description",
    "loke.measures",
    "loke.records",
    "loke.exchange",
    "loke.followup",
    "loke.improvement",
    "loke.promising_practice",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "loke.accounts.middleware.OnePolicy",
    "loke.accounts.middleware.OurSiteOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loke.accounts.middleware.InTurn",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "loke.accounts.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "loke.accounts.middleware.SentAgain",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "loke.accounts.middleware.SessionEnds",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "loke.accounts.middleware.SecondFactor",
    "loke.accounts.middleware.DefaultDeny",
    "loke.accounts.middleware.PersonalPages",
]

ROOT_URLCONF = "loke.urls"
WSGI_APPLICATION = "loke.wsgi.application"
FORM_RENDERER = "loke.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "loke.navigation.shell",
            ],
            "builtins": ["loke.accounts.templatetags.days"],
        },
    }
]

# Words: Swedish is what the templates and models say; English is a translation of it.
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {"staticfiles": {"BACKEND": "loke.accounts.static.Versioned"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # an address holds its file's version

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "loke.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is sent to the address it is for
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # by account; by address only what no workplace behind one address comes near. Others' tries do not stop a key
    "login_failed": "60/m/ip,5/5m/key,10/15m/key",
    "login": "120/m/ip",
}
ACCOUNT_FORMS = {
    "login": "loke.accounts.forms.SignIn",
    "change_password": "loke.accounts.forms.ChangePassword",
    "reset_password": "loke.accounts.forms.ResetPassword",
    "reset_password_from_key": "loke.accounts.forms.NewPassword",
    "reauthenticate": "loke.accounts.forms.Reauthenticate",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("LOKE_BEHIND_PROXY") == "1" else 0
MFA_ADAPTER = "loke.accounts.adapter.SecondStepAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "loke.accounts.forms.SecondStep",
    "reauthenticate": "loke.accounts.forms.SecondStepAgain",
    "activate_totp": "loke.accounts.forms.ActivateApp",
    "add_webauthn": "loke.accounts.forms.AddPasskey",
    "edit_webauthn": "loke.accounts.forms.NamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Loke"
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR = not DEMO  # the demo has neither passwords nor factors
LOGIN_URL = "demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": {
        "BACKEND": "loke.database.cache.Cache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # no crowd pushes out what counts others' tries; the night clears it
    }
}
EMAIL_HOST = os.environ.get("LOKE_EMAIL_HOST", "")  # without one nothing is sent: links are handed over instead
EMAIL_PORT = int(os.environ.get("LOKE_EMAIL_PORT", "25"))
_TLS = mail_tls(EMAIL_HOST, EMAIL_PORT, os.environ.get("LOKE_EMAIL_TLS", ""))
EMAIL_USE_TLS, EMAIL_USE_SSL = _TLS == "starttls", _TLS == "tls"
EMAIL_HOST_USER = os.environ.get("LOKE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LOKE_EMAIL_PASSWORD", "")
EMAIL_BACKEND = "loke.accounts.post.Post" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LOKE_EMAIL_FROM", "loke@localhost")

# Transport and cookies: https everywhere, but for the demo, which listens on this machine only
HTTPS = not DEMO
SESSION_ENGINE = "loke.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-loke" if HTTPS else "loke-demo"
CSRF_COOKIE_NAME = "__Host-loke-csrf" if HTTPS else "loke-demo-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_AGE = 20 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LANGUAGE_COOKIE_NAME = "__Host-loke-language" if HTTPS else "loke-demo-language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("LOKE_BEHIND_PROXY") == "1" else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "loke.accounts.notices.Sealed"
NOTICE_COOKIE_NAME = "__Host-loke-notice" if HTTPS else "loke-demo-notice"
CSRF_FAILURE_VIEW = "loke.accounts.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"kind_only": {"()": "loke.accounts.faults.KindOnly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["kind_only"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "CRITICAL"}},  # accounts.views.failure tells of failures, without addresses
}
