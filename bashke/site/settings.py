"""Django's settings. What an operator may change comes from `configuration`; everything else is decided here."""

import os
from ipaddress import ip_network
from pathlib import Path

from . import configuration, logs
from .postgres import cluster_in

MODE = configuration.mode()
DEMO_MODE = MODE is configuration.Mode.DEMO
TESTING = MODE is configuration.Mode.TEST
DEBUG = False
VAR = configuration.var()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = configuration.secret("django")
WALL_KEY = configuration.secret("wall")
VAULT_KEY = configuration.secret("vault")  # encrypts fields: second factors now, protected addresses later

PUBLIC_URL = os.environ.get("BASHKE_PUBLIC_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("BASHKE_HOSTS", "localhost,127.0.0.1,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROBES_FROM = [ip_network(word.strip()) for word in os.environ.get("BASHKE_PROBES_FROM", "127.0.0.0/8,::1").split(",") if word.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "bashke.ground.design",
    "bashke.ground.papers",
    "bashke.ground.law",
    "bashke.ground.territory",
    "bashke.ground.institutions",
    "bashke.ground.access",
    "bashke.ground.journal",
    "bashke.ground.notices",
    "bashke.ground.directory",
    "bashke.person.people",
    "bashke.person.registers",
    "bashke.person.protection",
    "bashke.person.requests",
    "bashke.person.casework",
    "bashke.person.referrals",
    "bashke.person.delivery",
    "bashke.person.bookings",
    "bashke.person.incidents",
    "bashke.person.searches",
    "bashke.person.units",
    "bashke.person.exports",
    "bashke.person.attachments",
    "bashke.person.conversations",
    "bashke.person.rights",
    "bashke.nation.statistics",
    "bashke.doors.portal",
    "bashke.doors.desk",
    "bashke.doors.cockpit",
    "bashke.doors.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "bashke.site.watching.Watch",
    "bashke.site.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "bashke.site.language.Language",
    "bashke.ground.access.middleware.Wall",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "bashke.site.urls"
WSGI_APPLICATION = "bashke.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bashke.ground.design.queries.frame",
                "bashke.doors.desk.queries.menu.menu",
            ],
            "builtins": ["bashke.ground.design.templatetags.design"],
        },
    }
]
FORM_RENDERER = "bashke.ground.design.forms.Renderer"

# --- database: three logins, one dialect -------------------------------------------------------------------
# web serves pages, job runs jobs and commands, owner migrates. None of them sees past row security.
LOGIN = os.environ.get("BASHKE_LOGIN", "web")
WEB_PATIENCE = "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
# A page asks the same thirty questions each time, and what the wall adds to each takes longer to plan than to run: a connection keeps its plans.
KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 2}
_server = configuration.external_server()
DATABASES = {
    "default": {
        "ENGINE": "bashke.site.database",
        "NAME": configuration.database_name(),
        "USER": f"bashke_{LOGIN}",
        "PASSWORD": configuration.secret(LOGIN),
        "HOST": _server.host if _server else str(cluster_in(VAR).socket),
        "PORT": str(_server.port) if _server else "5432",
        "CONN_MAX_AGE": 600,
        "OPTIONS": dict(_server.options if _server else ()) | ({"options": WEB_PATIENCE} | KEPT_PLANS if LOGIN == "web" else {}),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who is asking -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.Worker"
SESSION_ENGINE = "bashke.ground.access.sessions"
SESSION_COOKIE_NAME = "bashke"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
AUTHENTICATION_BACKENDS = ["bashke.site.signing_in.Backend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {
    "login": "bashke.ground.access.forms.SignInForm",
    "change_password": "bashke.ground.access.forms.ChangePasswordForm",
    "set_password": "bashke.ground.access.forms.FirstPasswordForm",
    "reauthenticate": "bashke.ground.access.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "bashke.ground.access.forms.SecondStepForm",
    "reauthenticate": "bashke.ground.access.forms.SecondStepAgainForm",
    "activate_totp": "bashke.ground.access.forms.SetUpAppForm",
}
# An office, or half a town, may share one address: mistakes are counted for a worker and her device (bashke/site/signing_in.py).
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "300/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False  # offices share computers: closing the browser signs out
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "bashke.site.signing_in.AccountAdapter"
ACCOUNT_USER_DISPLAY = "bashke.site.signing_in.display"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "bashke.site.signing_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bashkë"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE is not configuration.Mode.PRODUCTION
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "account_login"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"}}

# --- e-mail for workers who wish it; a message names nobody ---------------------------------------------------
_MAIL = configuration.mail(MODE)
EMAIL_GOES_OUT = bool(_MAIL.back_end)
EMAIL_BACKEND = _MAIL.back_end or "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.host, _MAIL.port, _MAIL.starttls, _MAIL.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, DEFAULT_FROM_EMAIL = _MAIL.login, _MAIL.password, _MAIL.sender
EMAIL_FILE_PATH, EMAIL_TIMEOUT = VAR / "outbox" / "e-mail", 10  # seconds

# --- words, dates -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Tirane"
USE_TZ = True

# --- static files, security -------------------------------------------------------------------------------
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # static files come from the packages; there is no collected folder to forget
WHITENOISE_AUTOREFRESH = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE
BEHIND_PROXY = bool(os.environ.get("BASHKE_BEHIND_PROXY"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # else everybody shares the proxy's address, and one guesser locks all out
X_FRAME_OPTIONS = "DENY"
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

PROCRASTINATE_IMPORT_PATHS = ["bashke.site.jobs"]

LOGGING = logs.configuration(MODE)
