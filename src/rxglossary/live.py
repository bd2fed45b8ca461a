"""A glossary that changes while a server runs: in a database, or in files that editors save.

Owns when an annotator is made anew. Never decides where entries come from: its caller loads them.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from rxglossary.annotator import Annotator

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxglossary.glossary import Glossary

__all__ = ["Live", "current"]

_LOG = logging.getLogger("rxglossary")


class Live:
    """An annotator that follows its glossary; thread-safe, one a process.

    It asks for the version at most once in *every* seconds, loads and compiles when that changed,
    and goes on with the last good annotator when loading fails. While one thread loads, the others
    use the annotator there is. Where a policy asks for reviews, the next day counts as a change.

    Args:
        load: Returns the glossary as it is now.
        version: Returns anything that differs when the glossary changed, and is cheap: a count and
            a time stamp, a file's time of change. It is asked before *load*, so a change between
            the two is seen at the next question.
        every: Seconds between two questions, 0 or more; 0 asks every time.
        clock: Returns the time in seconds.
        **options: As for `Annotator`: policy, renderer, strict.

    >>> from rxglossary.glossary import Glossary, Term
    >>> words = {"pain": "A bad feeling."}
    >>> def load():
    ...     return Glossary([Term(name, en=text) for name, text in words.items()])
    >>> live = Live(load, version=lambda: len(words), every=0, renderer="dfn")
    >>> len(live.annotator.find("pain and fever"))
    1
    >>> words["fever"] = "A body that is too hot."
    >>> len(live.annotator.find("pain and fever"))
    2
    """

    def __init__(
        self,
        load: Callable[[], Glossary],
        version: Callable[[], object],
        *,
        every: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
        **options: Any,
    ) -> None:
        self._load = load
        self._version = version
        self._every = every
        self._clock = clock
        self._options = options
        self._lock = threading.Lock()
        self._annotator: Annotator | None = None
        self._known: object = None
        self._next = 0.0
        self.error: Exception | None = None
        """What went wrong at the last question, or None: for a health check."""

    @property
    def annotator(self) -> Annotator:
        """Return the annotator of today's glossary, or the last good one.

        Raises:
            Exception: Whatever *load* or *version* raises, as long as there is no good one yet.
        """
        annotator = self._annotator
        if annotator is not None and self._clock() < self._next:
            return annotator
        if annotator is not None and not self._lock.acquire(blocking=False):
            return annotator  # another thread is at it
        if annotator is None:
            self._lock.acquire()
        try:
            return self._refreshed()
        finally:
            self._lock.release()

    def _refreshed(self) -> Annotator:
        if self._annotator is not None and self._clock() < self._next:
            return self._annotator  # made while this thread waited
        try:
            version = (self._version(), self._day())
            if self._annotator is None or version != self._known:
                self._annotator = Annotator(self._load(), **{"today": _today(), **self._options})
                self._known = version
            self.error = None
        except Exception as error:
            if self._annotator is None:
                raise
            self.error = error
            _LOG.warning("the glossary can't be loaded, the last good one stays: %s", error)
        self._next = self._clock() + self._every
        return self._annotator

    def _day(self) -> datetime.date | None:
        """Return the day if reviews may run out on it."""
        policy = self._options.get("policy")
        return _today() if policy is not None and policy.min_status == "reviewed" else None


def _today() -> datetime.date:
    return datetime.date.today()


def current(source: Annotator | Live) -> Annotator:
    """Return the annotator to use now.

    >>> from rxglossary.glossary import Glossary
    >>> annotator = Annotator(Glossary([]))
    >>> current(annotator) is annotator
    True
    """
    return source.annotator if isinstance(source, Live) else source
