"""Django's settings, made from the environment."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from config.env import BASE_DIR, read_environment
from config.logging import logging_config
from config.policies import PAGES_POLICY

ENV = read_environment()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins or [ENV.public_url]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
FILE_UPLOAD_HANDLERS = ["config.bodies.KeptInMemory"]
STORAGES = {
    "pictures": {"BACKEND": "generation.models.picture.DatabaseStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A compressed copy beside each file, made by collectstatic.
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedStaticFilesStorage"},
}
LOGGING = logging_config(human=ENV.embedded or DEBUG)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "settings_app",
    "generation",
]

MIDDLEWARE = [
    "config.request_ids.request_ids",
    "django.middleware.security.SecurityMiddleware",
    "config.compression.Compression",
    "config.policies.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "generation.web.access.SignInRequired",  # for every page, unless it says otherwise
    "generation.web.acting.person_acts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "generation.web.failures.DatabaseSaysNo",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "generation.web.frame.context.every_page",
            ],
            "libraries": {"heroicons": "generation.web.icons", "which": "generation.web.which_tags"},
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- database: a pool, because 40 worker threads and every open page share few connections
# Without an address nobody may answer: a server that happens to be on this machine is not ours to use.
_DATABASE = dj_database_url.parse(ENV.database_url or "postgres://database-url-is-not-set.invalid/galley")
# A server that hangs, or a network that drops packets, costs seconds and not the hours TCP would wait.
_GIVE_UP = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
    # A process that is frozen in mid transaction holds its locks for no longer than the first, and nobody
    # waits for them longer than the second: a page answers 503, a worker tries again (milliseconds).
    "options": "-c idle_in_transaction_session_timeout=15000 -c lock_timeout=5000",
}
DATABASES = {
    "default": {
        **_DATABASE,
        "OPTIONS": {**_GIVE_UP, **_DATABASE.get("OPTIONS", {})},
        "ENGINE": "dj_db_conn_pool.backends.postgresql",
        "POOL_OPTIONS": {"POOL_SIZE": 20, "MAX_OVERFLOW": 0, "RECYCLE": 3600, "PRE_PING": True},
    }
}

# --- Redis: broker, live updates, cache; everything but the broker goes on without it
REDIS_URL = ENV.redis_url or "redis://redis-url-is-not-set.invalid/0"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- security
_HTTPS = urlsplit(ENV.public_url).scheme == "https"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
EMAIL_BACKEND = ENV.email["EMAIL_BACKEND"]
EMAIL_HOST = ENV.email["EMAIL_HOST"]
EMAIL_PORT = ENV.email["EMAIL_PORT"]
EMAIL_HOST_USER = ENV.email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = ENV.email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = ENV.email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = ENV.email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = ENV.email["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = ENV.email["EMAIL_TIMEOUT"] or 10  # seconds; a mail server that hangs holds up no other mail
DEFAULT_FROM_EMAIL = ENV.email.get(
    "DEFAULT_FROM_EMAIL", f"Galley <galley@{urlsplit(ENV.public_url).hostname}>"
)

# --- API
REST_FRAMEWORK = {
    # The token first: its header is what an answer of 401 asks for.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "generation.api.sign_in.TokenSignIn",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["generation.api.parsing.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "generation.api.pages.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "generation.api.throttles.WriteThrottle",
        "generation.api.throttles.AddressThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"writes": "600/min", "address": "120/min"},
    "EXCEPTION_HANDLER": "generation.api.errors.answer_with_problem",
    "URL_FORMAT_OVERRIDE": None,  # an export's `?format=` is its own
    "NUM_PROXIES": 0,  # the web server already knows whom to believe about addresses
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Galley",
    "DESCRIPTION": "Describe a sales funnel; Galley writes all of it in the background.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "StepStatus": "generation.api.generation_status.STATUSES",
        "JobStatus": "generation.states.JobStatus",
        "TaskStatus": "generation.states.TaskStatus",
        "AttemptOutcome": "generation.states.AttemptOutcome",
        "StageOutcome": "generation.states.StageOutcome",
        "JobAction": "generation.engine.standing.actions.ACTIONS",
        "BatchAction": "generation.engine.standing.batches.BATCH_ACTIONS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "generation.api.schema.add_problems",
    ],
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=365), "AUTH_HEADER_PREFIX": "Token"}

# --- pages
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "sign_in"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PAGES_POLICY}

# --- admin: everything it needs is served from here, nothing from elsewhere
UNFOLD = {
    "SITE_TITLE": "Galley",
    "SITE_HEADER": "Galley",
    "SITE_SUBHEADER": "Operations",
    "SITE_SYMBOL": "sailing",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": f"/{STATIC_URL}favicon.svg"}],
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "generation.admin.navigation.writer_in_use",
    "DASHBOARD_CALLBACK": "generation.admin.dashboard.show_house",
    "SIDEBAR": {"show_search": True, "navigation": "generation.admin.navigation.navigation"},
}
