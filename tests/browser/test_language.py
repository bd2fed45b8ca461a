"""The language switch: line 8 of the matrix."""

from __future__ import annotations

import pytest
from browser.seen import TIP, choose, chosen, described, languages, say, term, tip_text

pytestmark = pytest.mark.browser

ENTRY = "#rxg-hypertension"
BOTH, FIRST, SECOND = [True, True], [True, False], [False, True]


def test_a_choice_reaches_tip_section_and_description(visit):
    """Both languages show by default; after a choice one does, everywhere, also after a reload."""
    page = visit("/")
    page.evaluate(
        "() => { window.heard = []; document.addEventListener("
        "'rxg:choice', (event) => heard.push(event.detail['rxg-lang'])) }"
    )
    term(page).click()
    assert [languages(page, TIP), languages(page, ENTRY)] == [BOTH, BOTH]
    choose(page, 2)
    assert chosen(page) == ["2", ["2"]]
    assert page.evaluate("() => heard") == ["2"]
    term(page).click()
    assert [languages(page, TIP), languages(page, ENTRY)] == [SECOND, SECOND]
    assert described(term(page)).startswith("রক্তের চাপ")
    page.reload()
    assert chosen(page) == ["2", ["2"]]
    assert described(term(page)).startswith("রক্তের চাপ")
    choose(page, 1)
    assert described(term(page)).startswith("High blood pressure.")
    term(page).click()
    assert [languages(page, TIP), languages(page, ENTRY)] == [FIRST, FIRST]


def test_a_repeat_is_never_described(visit):
    """The second link on a term gets no description, whatever is chosen: it is heard once."""
    page = visit("/")
    choose(page, 2)
    repeats = page.locator('a.rxg[tabindex="-1"]')
    assert repeats.count() == 2
    assert [described(repeats.nth(place)) for place in range(2)] == ["", ""]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("/sections", "A long-term illness", id="language-of-the-page"),
        pytest.param("/french-sections", "", id="another-language"),
    ],
)
def test_a_tab_stop_of_a_further_section_is_described(visit, path, text):
    """The markup describes the first link of the page; the script does so in each section."""
    page = visit(path)
    later = page.locator("#more a.rxg")
    assert later.get_attribute("tabindex") is None
    first, again = (described(link) for link in (term(page, "diabetes"), later))
    assert first == again
    assert first.startswith(text)
    assert bool(first) is bool(text)
    choose(page, 2)
    assert described(later).startswith("এমন একটি")
    say(page, "")
    assert described(later) == first


def test_other_tabs_follow(visit):
    """A choice in one tab is the choice in another; so is taking it back."""
    page = visit("/")
    other = visit("/short")
    assert chosen(other) == ["", []]
    choose(page, 2)
    other.wait_for_function("() => document.documentElement.dataset.rxgLang === '2'")
    assert chosen(other) == ["2", ["2"]]
    say(page, "")
    other.wait_for_function("() => document.documentElement.dataset.rxgLang === ''")
    assert [chosen(page), chosen(other)] == [["", []], ["", []]]


# What a site sends while the second language is chosen, and what is chosen then.
SENT = {
    "first": ("1", "1"),
    "number": (1, "1"),
    "both": ("", ""),
    "no-third": ("3", "2"),
    "tag": ("en", "2"),
    "nothing": (None, "2"),
    "object": ({"a": 1}, "2"),
}


def test_the_switch_of_a_site_drives_ours(visit):
    """The event with 1, 2 or nothing is obeyed; any other value changes nothing."""
    page = visit("/short")
    seen = {}
    for id, (value, _) in SENT.items():
        say(page, "2")
        assert chosen(page) == ["2", ["2"]]
        say(page, value)
        seen[id] = chosen(page)
    assert seen == {id: [one, [one] if one else []] for id, (_, one) in SENT.items()}


def test_what_a_site_chose_is_kept(visit):
    """A choice by the event is there after a reload, like one by hand; so is taking it back."""
    page = visit("/short")
    say(page, "1")
    page.reload()
    assert chosen(page) == ["1", ["1"]]
    say(page, "")
    page.reload()
    assert chosen(page) == ["", []]


def test_what_the_site_wrote_on_the_root_counts(visit):
    """A site that has set the attribute before our script ran has chosen."""
    init = "document.addEventListener('readystatechange', () => {"
    init += " document.documentElement.dataset.rxgLang ||= '2' })"
    page = visit("/short", init=init)
    assert chosen(page) == ["2", ["2"]]


@pytest.mark.parametrize(
    "init",
    [
        pytest.param(
            "Object.defineProperty(window, 'localStorage',"
            " { get() { throw new DOMException('no', 'SecurityError') } })",
            id="refused",
        ),
        pytest.param(
            "Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new Error() }",
            id="broken",
        ),
        pytest.param("localStorage.setItem('rxg-lang', 'nonsense')", id="nonsense"),
    ],
)
def test_a_storage_that_fails_is_harmless(visit, init):
    """Without a storage that works, a choice holds for this page; nothing else breaks."""
    page = visit("/short", init=init)
    assert chosen(page) == ["", []]
    choose(page, 2)
    term(page).click()
    assert [languages(page, TIP), languages(page, ENTRY)] == [SECOND, SECOND]


def test_a_page_in_a_third_language_has_no_description_until_one_is_chosen(visit):
    """No voice reads a language that the page isn't in, unless the reader asked for it."""
    page = visit("/french")
    word = page.locator("a.rxg").first
    assert described(word) == ""
    choose(page, 2)
    assert described(word).startswith("এমন একটি")
    say(page, "")
    assert word.get_attribute("aria-describedby") is None


def test_a_missing_language_hides_nothing(visit):
    """Where only English is written, Bangla readers see it, and that there is no Bangla yet."""
    page = visit("/only-english")
    choose(page, 2)
    page.locator("a.rxg").first.click()
    assert tip_text(page).count("Only English.") == 1
    assert "সহজ বাংলা এখনো নেই" in tip_text(page)
    choose(page, 1)
    page.locator("a.rxg").first.click()
    assert tip_text(page).count("Only English.") == 1
    assert "এখনো নেই" not in tip_text(page)


def test_a_page_in_one_language_hides_nothing(visit):
    """A choice made on another page leaves a page alone that has one language and no switch."""
    page = visit("/single", init="localStorage.setItem('rxg-lang', '2')")
    assert page.locator(".rxg-lang").count() == 0
    assert page.locator("dd").is_visible()
    word = page.locator("a.rxg")
    assert described(word) == "Only English."
    word.click()
    assert "Only English." in tip_text(page)
