"""A Django site in one file, its glossary in the database: python manage.py runserver.

``python manage.py migrate --run-syncdb`` makes the tables, ``python manage.py load`` fills them.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent

# One file says it all; a real site has these settings in a module of their own.
settings.configure(
    SECRET_KEY="an example's key is no secret",  # noqa: S106
    DEBUG=True,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles", "rxglossary.integrations.django", "words"],
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "rxglossary.integrations.django.middleware.RxGlossaryMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "APP_DIRS": True,
        }
    ],
    STATIC_URL="/static/",
    STATICFILES_FINDERS=[
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        "rxglossary.integrations.django.finders.AssetsFinder",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("SITE_DATABASE", HERE / "site.sqlite3"),
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    # A Live annotator follows the table; see words/glossary.py.
    RXGLOSSARY={"annotator": "words.glossary.annotator"},
)
sys.path.insert(0, str(HERE))
django.setup()

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"topic": "Diabetes <basics>"})


urlpatterns = [path("", home)]

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
