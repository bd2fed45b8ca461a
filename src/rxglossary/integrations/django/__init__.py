"""Django: template tags and a filter, middleware, static files and system checks.

Add ``rxglossary.integrations.django`` to ``INSTALLED_APPS``. The setting ``RXGLOSSARY`` holds the
keys of a settings file, or under ``annotator`` the dotted path of an `Annotator` or a `Live` one.
"""
