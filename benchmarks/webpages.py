"""Pages like those of the web, made up: what surrounds an article on a site today.

Real pages are mostly not text: style sheets and scripts in the page, data for search engines,
menus of hundreds of links, wrappers with long class attributes, icons, forms, images with a dozen
addresses. This makes such pages around the words of the example pages, of several sizes and of the
habits of several site builders. Nothing in them is anybody's.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "pages"
ICON = (
    '<svg class="icon icon--{0}" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"'
    ' focusable="false"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2'
    'zm1 15h-2v-6h2v6zm0-8h-2V7h2v2z"></path></svg>'
)


class _Site:
    """One site: its habits and its vocabulary."""

    def __init__(self, seed: int, words: list[str]) -> None:
        self.chance = random.Random(seed)
        self.words = words
        self.prefix = self.chance.choice(["wp", "elementor", "css", "site", "c", "block"])
        self.menu = self.chance.choice([20, 60, 120, 300])
        self.styles = self.chance.choice([2, 10, 40, 90]) * 1000
        self.scripts = self.chance.choice([1, 8, 30, 120]) * 1000
        self.paragraphs = self.chance.choice([6, 15, 30, 60])
        self.depth = self.chance.choice([2, 4, 7])
        self.indented = self.chance.random() < 0.6

    def text(self, least: int, most: int) -> str:
        start = self.chance.randrange(len(self.words) - most)
        return " ".join(self.words[start : start + self.chance.randint(least, most)])

    def classes(self) -> str:
        number = self.chance.randint(1, 5)
        names = self.chance.choice("wrap grid col inner item has is list flex box".split())
        found = (f"{self.prefix}-{names}-{self.chance.randint(1, 40)}" for _ in range(number))
        return " ".join(found)

    def link(self) -> str:
        path = re.sub(r"[^a-z]+", "-", self.text(2, 4).lower()).strip("-")
        more = self.chance.choice(
            ["", ' class="menu-link"', ' rel="nofollow noopener" target="_blank"']
        )
        return f'<a href="https://example.org/{path}/"{more}>{self.text(1, 4)}</a>'

    def head(self) -> str:
        data = {
            "@context": "https://schema.org",
            "@graph": [{"@type": "Article", "headline": self.text(4, 9)} for _ in range(6)],
        }
        rule = ".%s-%d{display:flex;margin:0 auto;padding:1rem}@media (min-width:%dpx){.x>a{top:0}}"
        css = ""
        while len(css) < self.styles:
            css += rule % (self.prefix, len(css), 480 + len(css) % 900)
        metas = "\n".join(
            f'<meta property="og:{name}" content="{self.text(4, 12)}">'
            for name in "title description type url site_name image locale".split()
        )
        return (
            f'<!doctype html>\n<html lang="en" class="no-js">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{self.text(4, 8)}</title>\n{metas}\n"
            f'<link rel="stylesheet" href="/assets/main.css?ver=6.4" media="all">\n'
            f'<script type="application/ld+json">{json.dumps(data)}</script>\n'
            f"<style id='inline-css'>\n{css}\n</style>\n</head>\n"
        )

    def script(self) -> str:
        code = ""
        line = "for(var i=0;i<n.length;i++){if(a<b&&c>d){e.innerHTML='<div id=\"x\">'+t+'</div>'}}"
        while len(code) < self.scripts:
            code += line + f"window.x{len(code)}={{id:{len(code)},name:'{self.text(1, 2)}'}};\n"
        return f"<script>\n{code}</script>\n"

    def navigation(self) -> str:
        items = "\n".join(
            f'<li id="menu-item-{n}" class="menu-item menu-item-type-post_type menu-item-{n}">'
            f"{self.link()}</li>"
            for n in range(self.menu)
        )
        button = f'<button class="toggle" aria-expanded="false">{ICON.format("menu")}Menu</button>'
        return f'<nav class="{self.classes()}" aria-label="Menu">{button}<ul>{items}</ul></nav>\n'

    def article(self) -> str:
        parts: list[str] = []
        for number in range(self.paragraphs):
            text = self.text(30, 110)
            cut = text.find(" ", len(text) // 2)
            inline = self.chance.choice(
                ["<strong>{}</strong>", "<em>{}</em>", self.link().replace("{", "(") + " {}", "{}"]
            )
            body = text[:cut] + " " + inline.format(text[cut + 1 : cut + 20]) + text[cut + 20 :]
            if number % 4 == 0:
                parts.append(f'<h2 class="{self.classes()}">{self.text(2, 6)}</h2>')
            if number % 5 == 1:
                items = "".join(f"<li>{self.text(3, 14)}</li>\n" for _ in range(5))
                parts.append(f"<ul>\n{items}</ul>")
            if number % 6 == 2:
                sizes = ", ".join(f"/media/{number}-{w}x{w}.jpg {w}w" for w in (300, 768, 1024))
                parts.append(
                    f'<figure class="{self.classes()}"><img src="/media/{number}.jpg" srcset="'
                    f'{sizes}" alt="{self.text(3, 8)}" loading="lazy"><figcaption>'
                    f"{self.text(4, 12)}</figcaption></figure>"
                )
            parts.append(f"<!-- wp:paragraph -->\n<p>{body}</p>\n<!-- /wp:paragraph -->")
        opened = "".join(f'<div class="{self.classes()}">\n' for _ in range(self.depth))
        closed = "</div>\n" * self.depth
        lines = "\n".join(parts)
        if self.indented:
            lines = lines.replace("\n", "\n" + "\t" * self.depth)
        return f'<main id="content"><article>{opened}{lines}{closed}</article></main>\n'

    def rest(self) -> str:
        cards = "".join(
            f'<div class="{self.classes()}"><a href="/p{n}/" class="card"><img src="/t{n}.webp" '
            f'alt=""><span class="card-title">{self.text(3, 8)}</span></a></div>\n'
            for n in range(12)
        )
        form = (
            '<form action="/search" method="get"><label for="q">Search</label><input id="q" name="q'
            '" type="search"><select name="in"><option value="1">All</option><option value="2">News'
            '</option></select><button type="submit">Go</button></form>'
        )
        links = "".join(f"<li>{self.link()}</li>" for _ in range(25))
        tracker = (
            '<noscript><iframe src="https://example.org/ns.html?id=1" height="0" width="0" style="'
            'display:none;visibility:hidden"></iframe></noscript>'
        )
        return (
            f'<aside class="{self.classes()}">{cards}{form}</aside>\n{tracker}\n'
            f'<footer class="{self.classes()}"><ul>{links}</ul><p>&copy; 2026 {ICON.format("x")}'
            f" {self.text(3, 6)}</p></footer>\n"
        )

    def page(self) -> str:
        return (
            f'{self.head()}<body class="{self.classes()} single">\n<a href="#content">Skip</a>\n'
            f"<header>{self.navigation()}</header>\n{self.script()}{self.article()}{self.rest()}"
            f"{self.script()}</body>\n</html>\n"
        )


def web_pages(count: int) -> list[str]:
    """Return *count* pages of as many sites; the same ones each time."""
    words: list[str] = []
    for path in sorted(EXAMPLES.glob("*.html")):
        text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", path.read_text("utf-8"))
        words += re.sub(r"[<>&\"']", " ", text).split()
    return [_Site(seed, words).page() for seed in range(count)]


def small_pages(count: int) -> list[str]:
    """Return *count* fragments of about 1 KB, as a template engine or an editor hands them over."""
    words = " ".join(web_pages(1)).split("<p>")[1:]
    texts = [re.sub(r"<[^>]*>", " ", text) for text in words]
    found = []
    for number in range(count):
        one = texts[number % len(texts)][:350]
        found.append(
            f'<div class="entry" id="post-{number}">\n<h3>Item {number}</h3>\n<p>{one}</p>\n'
            f'<p>See <a href="/n/{number}/">the rest</a> of <em>{one[:90]}</em>.</p>\n'
            f"<ul><li>{one[90:150]}</li><li>{one[150:210]}</li></ul>\n</div>\n"
        )
    return found
