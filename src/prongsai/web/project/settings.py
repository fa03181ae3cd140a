"""Settings of the site. What an operator may change comes from `environment`."""

from hashlib import sha256
from pathlib import Path

from csp.constants import NONE, SELF

from prongsai.web.project.environment import current, database, secret

ENVIRONMENT = current()
BASE = Path(__file__).resolve().parents[1]
DATA = ENVIRONMENT.data
DEMO = ENVIRONMENT.demo
DEMO_FOR_ALL = ENVIRONMENT.demo_for_all
CLOCK_SHIFT = ENVIRONMENT.clock_shift

DEBUG = False
SECRET_KEY = secret(DATA, "secret")
JOURNAL_KEY = secret(DATA, "journal")
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    # Before allauth: their templates stand in for its own.
    "prongsai.web.platform",
    "prongsai.web.agency",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "prongsai.web.signing.evidence",
    "prongsai.web.disclosure.links",
    "prongsai.web.signing.numbering",
    "prongsai.web.signing.approval",
    "prongsai.web.signing.publication",
    "prongsai.web.year.assessment",
    "prongsai.web.year.scoring",
    "prongsai.web.year.analysis",
    "prongsai.web.year.measures",
    "prongsai.web.year.ownership",
    "prongsai.web.year.calendar",
    "prongsai.web.office.circulation",
    "prongsai.web.disclosure.disclosure",
    "prongsai.web.disclosure.registers",
    "prongsai.web.office.papers",
    "prongsai.web.year.tracking",
    "prongsai.web.office.meetings",
    "prongsai.web.office.announcements",
    "prongsai.web.year.reports",
    "prongsai.web.disclosure.public_site",
    "prongsai.web.disclosure.statistics",
    "prongsai.web.citizens.bills",
    "prongsai.web.citizens.counter",
    "prongsai.web.citizens.desk",
    "prongsai.web.disclosure.surveys",
    "prongsai.web.menu",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of sessions: it asks who reads without a mark on the answer.
    "prongsai.web.disclosure.statistics.counted.CountReadings",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "prongsai.web.platform.middleware.ContentPolicy",
    "prongsai.web.platform.middleware.PrivateHeaders",
    "prongsai.web.disclosure.public_site.middleware.KeptPages",
    "prongsai.web.disclosure.surveys.middleware.AnswersAtOnce",
    "prongsai.web.platform.request_cache.RequestCache",
    "prongsai.web.platform.short_way.ShortWay",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "prongsai.web.platform.language.AskedLanguage",
    "django.middleware.common.CommonMiddleware",
    "prongsai.web.platform.typesetting.Typesetting",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "prongsai.web.agency.access.AgencyOfRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "prongsai.web.platform.middleware.FormAddress",
]
ROOT_URLCONF = "prongsai.web.project.urls"
WSGI_APPLICATION = "prongsai.web.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "prongsai.web.platform.templatetags.ui",
                "prongsai.web.platform.templatetags.form_fields",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "prongsai.web.menu.frame.frame",
            ],
        },
    }
]
DATABASES = {"default": database(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Whole pages of the public site, while nothing of their agency changes.
PAGES_KEPT = True
# Every view that writes is one transaction with its journal entry; services open it themselves.
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "agency.User"
AUTHENTICATION_BACKENDS = ["prongsai.web.agency.signing_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "prongsai.web.agency.signing_in.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "prongsai.web.agency.signing_in.NotCommon"},
    {
        "NAME": "prongsai.web.agency.signing_in.NotOneself",
        "OPTIONS": {"user_attributes": ("login", "display_name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "prongsai.web.agency.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = False
# A whole office shares one address: only the account that is guessed at is slowed down.
ACCOUNT_RATE_LIMITS = {
    "login": False,
    "login_failed": "10/5m/key",
    "reauthenticate": "10/5m/user",
    "change_password": "5/5m/user",
}
ACCOUNT_FORMS = {
    "login": "prongsai.web.agency.forms.people.LoginForm",
    "reauthenticate": "prongsai.web.agency.forms.people.ReauthenticateForm",
    "change_password": "prongsai.web.agency.forms.people.ChangePasswordForm",
    "set_password": "prongsai.web.agency.forms.people.SetPasswordForm",
}
MFA_ADAPTER = "prongsai.web.agency.signing_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "prongsai.web.agency.forms.people.AuthenticateForm",
    "reauthenticate": "prongsai.web.agency.forms.people.FactorReauthenticateForm",
    "activate_totp": "prongsai.web.agency.forms.people.ActivateTOTPForm",
    "add_webauthn": "prongsai.web.agency.forms.people.AddWebAuthnForm",
    "edit_webauthn": "prongsai.web.agency.forms.people.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Prongsai"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if DEMO:  # two demos on one machine share its name, and so would share their cookies
    _mark = sha256(str(DATA).encode()).hexdigest()[:8]
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"session-{_mark}", f"csrf-{_mark}"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "prongsai.web.platform.views.stale_form"
if ENVIRONMENT.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading binds the whole domain for years: its owner decides, not the site.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static" / "collected"
STATICFILES_DIRS = [("prongsai", BASE / "static" / "built")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "prongsai.web.platform.serving.BuiltFiles"},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "platform_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Pieces of pages that are a function of the values they are kept under.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
        "OPTIONS": {},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Nothing is mailed but reminders, by `calendar`, and news of cases, by `desk`: both by MAIL_SERVER.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAIL_SERVER = ENVIRONMENT.mail
SMS_HOOK = ENVIRONMENT.sms
SITE_ADDRESS = ENVIRONMENT.address
ADDRESS_IS_TOLD = ENVIRONMENT.address_is_told
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"once_per_minute": {"()": "prongsai.web.platform.fault_kinds.OncePerMinute"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["once_per_minute"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A refused form is no fault, and its line would hold the time at which somebody answered.
    "loggers": {"django.request": {"level": "ERROR"}},
}
