"""Settings of the Django site that the tests make."""

from pathlib import Path

SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "django_site"
INSTALLED_APPS = ["django.contrib.staticfiles", "rxglossary.integrations.django"]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "rxglossary.integrations.django.middleware.RxGlossaryMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "rxglossary.integrations.django.finders.AssetsFinder",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
RXGLOSSARY = {"glossary": [str(Path(__file__).parent / "django_terms.yaml")]}
