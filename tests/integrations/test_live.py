"""Live: a glossary that changes while it is used."""

import datetime
import logging
import threading

import pytest

import rxglossary as rx
from rxglossary import live as module
from rxglossary.live import Live, current


class Source:
    """A glossary in the making, and how often it was asked for."""

    def __init__(self):
        self.names = ["pain"]
        self.loads = self.questions = 0
        self.broken = None

    def version(self):
        self.questions += 1
        return tuple(self.names)

    def load(self):
        self.loads += 1
        if self.broken:
            raise self.broken
        return rx.Glossary([rx.Term(name, en=f"About {name}.") for name in self.names])


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_the_version_is_asked_at_most_every_so_often_and_compiled_once():
    """Between two questions nothing is asked; without a change nothing is loaded."""
    source, clock = Source(), Clock()
    live = Live(source.load, source.version, every=10, clock=clock)
    first = live.annotator
    for clock.now in (100.0, 105.0, 109.9):
        assert live.annotator is first
    assert (source.questions, source.loads) == (1, 1)
    clock.now = 110.0
    assert live.annotator is first
    assert (source.questions, source.loads) == (2, 1)


def test_a_change_is_seen_at_the_next_question():
    source, clock = Source(), Clock()
    live = Live(source.load, source.version, every=10, clock=clock, renderer="dfn")
    assert len(live.annotator.find("pain and fever")) == 1
    source.names.append("fever")
    assert len(live.annotator.find("pain and fever")) == 1
    clock.now += 10
    assert len(live.annotator.find("pain and fever")) == 2
    assert live.annotator.renderer == rx.Dfn()


@pytest.mark.parametrize("error", [OSError("gone"), ValueError("odd")], ids=["os", "any"])
def test_the_last_good_glossary_stays_when_loading_fails(error, caplog):
    """And loading is tried again at the next question, though the version is the same."""
    source, clock = Source(), Clock()
    live = Live(source.load, source.version, every=10, clock=clock)
    good = live.annotator
    source.names.append("fever")
    source.broken = error
    clock.now += 10
    with caplog.at_level(logging.WARNING, "rxglossary"):
        assert live.annotator is good
    assert live.error is error
    assert str(error) in caplog.text
    clock.now += 9
    assert live.annotator is good
    assert source.loads == 2
    source.broken = None
    clock.now += 1
    assert len(live.annotator.find("fever")) == 1
    assert live.error is None


def test_the_first_load_must_succeed():
    """There is nothing to fall back on, and a later try may succeed."""
    source = Source()
    source.broken = OSError("gone")
    live = Live(source.load, source.version, every=0)
    with pytest.raises(OSError, match="gone"):
        _ = live.annotator
    source.broken = None
    assert len(live.annotator.find("pain")) == 1


def test_readers_do_not_wait_for_a_load():
    """While one thread loads, another gets the last good annotator at once."""
    source = Source()
    loading, go_on = threading.Event(), threading.Event()

    def load():
        if source.loads:
            loading.set()
            assert go_on.wait(10)
        return Source.load(source)

    live = Live(load, source.version, every=0)
    old = live.annotator
    source.names.append("fever")
    made = []
    thread = threading.Thread(target=lambda: made.append(live.annotator))
    thread.start()
    assert loading.wait(10)
    assert live.annotator is old
    go_on.set()
    thread.join(10)
    assert made[0] is not old
    assert live.annotator is made[0]


def test_many_threads_compile_once():
    source = Source()
    live = Live(source.load, source.version, every=60)
    found = []
    barrier = threading.Barrier(8)

    def use():
        barrier.wait(10)
        found.append(live.annotator)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 8
    assert len(set(map(id, found))) == source.loads == 1


def test_current_is_the_annotator_of_either(annotator):
    source = Source()
    live = Live(source.load, source.version)
    assert current(annotator) is annotator
    assert current(live) is live.annotator


@pytest.mark.parametrize(("least", "loads"), [("reviewed", 2), (None, 1)])
def test_the_next_day_counts_as_a_change_where_reviews_do(monkeypatch, least, loads):
    """A review that runs out at midnight is no longer shown by a server that goes on."""
    day = datetime.date(2026, 11, 22)
    monkeypatch.setattr(module, "_today", lambda: day)
    source = Source()
    pain = rx.Term("pain", en="Bad.").with_review("en", by="A. Begum", date=day, until=day)

    def load():
        source.loads += 1
        return rx.Glossary([pain])

    live = Live(load, source.version, every=0, policy=rx.Policy(min_status=least))
    assert len(live.annotator.find("pain")) == 1
    day += datetime.timedelta(days=1)
    assert len(live.annotator.find("pain")) == (least is None)
    assert live.annotator.find("pain")
    assert source.loads == loads
