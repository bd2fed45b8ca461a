"""The pages of the browser tests: written by the library, served from the loopback.

Owns their sources, glossaries and the strict policy they are served under. Every page is one that
`Annotator.annotate` returned; what a program that ran after ours may do to it is said in its row.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import rxglossary as rx
from rxglossary.glossary_page import ENTRIES_FILE, glossary_page
from rxglossary.publish import copy_assets

EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.html"))
ASSETS = "/_rxg/"

# --- Glossaries ------------------------------------------------------------------------------

REVIEWED = {
    "diabetes": (
        "ডায়াবেটিস",
        "A long-term illness in which the sugar level in your blood stays too high.",
        "এমন একটি দীর্ঘমেয়াদি অসুখ, যাতে রক্তে চিনির মাত্রা বেশি থাকে।",
    ),
    "hypertension": (
        "উচ্চ রক্তচাপ",
        "High blood pressure. The blood pushes too hard against the walls of your blood vessels.",
        "রক্তের চাপ স্বাভাবিকের চেয়ে বেশি থাকা। এতে রক্তনালির ওপর বেশি চাপ পড়ে।",
    ),
}
INSULIN = rx.Term(
    "insulin",
    term={"bn": "ইনসুলিন"},
    en="A hormone that moves sugar from your blood into your body cells.",
    bn="একটি হরমোন, যা রক্তের চিনিকে শরীরের কোষে নিয়ে যায়।",
    status="draft",
)
GLOSSARY = rx.Glossary(
    [
        *(
            rx.Term(id, term={"bn": name}, en=english, bn=bangla, status="reviewed")
            for id, (name, english, bangla) in REVIEWED.items()
        ),
        INSULIN,
    ]
)
RIGHT_TO_LEFT = rx.Glossary(
    [
        rx.Term(
            "diabetes",
            term={"ar": "السكري", "hi": "मधुमेह"},
            definition={"ar": "مرض طويل الأمد يرتفع فيه السكر.", "hi": "लंबी बीमारी।"},
        )
    ]
)
# Labels in the two reader languages; the text of the page is in a third one too.
OWN_LABELS = {
    "ar": {
        "mode": "وضع القراءة",
        "heading": "شرح الكلمات",
        "missing": "غير متوفر بعد",
        "unreviewed": "لم يراجعه طبيب بعد",
        "close": "إغلاق",
    },
    "hi": {
        "mode": "पढ़ने का तरीका",
        "heading": "शब्दों के अर्थ",
        "missing": "अभी हिंदी में नहीं",
        "unreviewed": "अभी किसी डॉक्टर ने नहीं जाँचा",
        "close": "बंद करें",
    },
}
THREE_LANGUAGES = rx.Glossary(
    [
        rx.Term(
            "diabetes",
            term={"ar": "السكري", "hi": "मधुमेह"},
            definition={"ar": "مرض طويل الأمد يرتفع فيه السكر.", "hi": "लंबी बीमारी।"},
        ),
        rx.Term("fever", term={"ar": "الحمى", "hi": "बुखार"}, definition={"ar": "ارتفاع الحرارة."}),
    ]
)
TWO_VIEWS = rx.Glossary(
    [
        rx.Term(
            "hypertension",
            en="High blood pressure.",
            bn="রক্তের চাপ বেশি।",
            clinical={"en": "Persistently raised arterial pressure."},
            term={"bn": "উচ্চ রক্তচাপ"},
            status="reviewed",
        )
    ]
)
ONLY_ENGLISH = rx.Glossary([rx.Term("diabetes", en="Only English.", status="reviewed")])
HOSTILE_TEXT = (
    'Sugar <img src="x" onerror="window.broken = 1"><script>window.broken = 1</script>'
    "</dd></dl></section> & more."
)
HOSTILE = rx.Glossary([rx.Term("diabetes", en=HOSTILE_TEXT, bn="'\"><b>চিনি</b>")])

# --- Sources ---------------------------------------------------------------------------------

FILL = "<p>" + "Text that makes the page longer. " * 160 + "</p>"
TEXT = (
    "<h1>Living with diabetes</h1>"
    '<p id="one">People with diabetes often also have hypertension. With diabetes your doctor may'
    ' give you insulin; read <a href="#more" id="plain">more</a>.</p>'
    '<p><button id="far">Far</button></p>'
)
END = '<p id="more">Again diabetes at the end.</p>'
LINE = "<p>People with diabetes.</p>"
DIALOG = (
    '<dialog id="dialog"><p>Here: diabetes and <button>in</button></p></dialog>'
    '<button id="open">Open</button>'
)
OWN = '<div id="rxg-diabetes"><p>The text of the page itself.</p></div>'

# What a program that runs after ours may leave behind: links without an entry, and an entry of
# other elements than ours. (As a part of the source they would make it one annotated already.)
STRAY = (
    '<p><a class="rxg" id="gone" href="#rxg-unknown">unknown</a>'
    ' <a class="rxg" id="bad" href="#%E0%A4%A">bad</a> <a class="rxg" id="none">none</a></p>'
)
FORGED = (
    '<dd class="rxg-1" lang="en" title="t" data-x="1">X <font><em class="big rxg-no">word</em>'
    '</font> <img src="data:," alt=""><object></object><a href="javascript:alert(1)">link</a>'
    '<script type="text/plain">secret</script><button>press</button>'
    "<ul><li>one</li><li>two</li></ul></dd>"
)

STYLE = """
:root { color-scheme: light dark; background: Canvas; color: CanvasText }
body { font: 16px/1.6 "Noto Sans", "Noto Sans Bengali", sans-serif; margin: 2rem auto;
  max-width: 44rem; padding: 0 1rem }
button { background: #036; color: #fff; padding: 1em }
.scroller { height: 200px; overflow: auto }
.sticky { position: sticky; top: 0; height: 60px; background: Canvas }
"""
SMOOTH = """
window.acted = 0;
for (const link of document.querySelectorAll('a[href^="#"]')) {
  link.addEventListener('click', (event) => {
    window.acted++;
    event.preventDefault();
    document.querySelector(link.hash).scrollIntoView();
  });
}
"""
OPENER = """
document.getElementById('open').onclick = () => document.getElementById('dialog').showModal();
"""
# Wraps every "insulin" of the page, links and entries of ours included, knowing nothing of them.
NAIVE = """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const texts = [];
while (walker.nextNode()) texts.push(walker.currentNode);
for (const text of texts) {
  if (!/insulin/i.test(text.data)) continue;
  const word = text.splitText(text.data.search(/insulin/i));
  word.splitText(7);
  const span = document.createElement('span');
  span.className = 'rx-term';
  span.title = 'Their own definition';
  word.replaceWith(span);
  span.append(word);
}
"""
FILES = {
    "/page.css": (STYLE, "text/css"),
    "/smooth.js": (SMOOTH, "text/javascript"),
    "/dialog.js": (OPENER, "text/javascript"),
    "/naive.js": (NAIVE, "text/javascript"),
}


def document(body: str, *, lang: str = "en", dir: str = "ltr", head: str = "") -> str:
    """Return a page before annotation."""
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">'
        '<title>Leaflet</title><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">{head}</head>'
        f"<body><main>{body}</main></body></html>"
    )


def script(name: str) -> str:
    """Return the element that loads a script of the page's own."""
    return f'<script src="{name}" defer></script>'


def annotated(
    source: str,
    glossary: rx.Glossary = GLOSSARY,
    *,
    link: rx.Link | None = None,
    assets: str | None = ASSETS,
    url: str | None = None,
) -> str:
    """Return *source* as the library annotates it: every occurrence, in links."""
    annotator = rx.Annotator(
        glossary, policy=rx.Policy(occurrences="all"), renderer=link or rx.Link()
    )
    result = annotator.annotate(source, assets=assets, url=url)
    assert result.refused is None
    assert len(result) > 0
    return result.html


def replaced(html: str, old: str, new: str) -> str:
    """Return *html* after a program that runs after ours has replaced one part of it."""
    assert html.count(old) == 1
    return html.replace(old, new)


# --- The table of pages ----------------------------------------------------------------------


class Served(NamedTuple):
    """A page and what the policy it is served under allows beside our two files."""

    html: str
    scripts: str = ""
    styles: str = ""
    more: str = ""

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; script-src 'self'{self.scripts}; style-src 'self'{self.styles};"
            " img-src 'self' data:; base-uri 'self'; form-action 'none';"
            f" require-trusted-types-for 'script'{self.more}"
        )


def small_pages(origin: str) -> dict[str, str]:
    """Return the pages written for these tests, by path."""
    own_script = f'<script src="{ASSETS}rxg.js"></script>'
    own_style = f'<link rel="stylesheet" href="{ASSETS}rxg.css">'
    long = annotated(document(TEXT + FILL + END))
    line = annotated(document(LINE))
    return {
        "/": long,
        "/short": annotated(document(TEXT)),
        "/sections": annotated(document(f"{TEXT}<h2>Later</h2>{END}")),
        "/french-sections": annotated(document(f"{LINE}<h2>Later</h2>{END}", lang="fr")),
        "/twice": annotated(document(TEXT, head=script(ASSETS + "rxg.js?other"))),
        "/head": annotated(document(TEXT, head=own_style + own_script), assets=None),
        "/colon": annotated(document(LINE), link=rx.Link(id_prefix="g:")),
        "/bangla-prefix": annotated(document(LINE), link=rx.Link(id_prefix="শব্দ-")),
        "/without-main": line.replace("<main>", "<div>").replace("</main>", "</div>"),
        "/bangla": annotated(document("<p>ডায়াবেটিস হলে কী করবেন</p>", lang="bn")),
        "/french": annotated(document(LINE, lang="fr")),
        "/right-to-left": annotated(
            document(f"<p>كلمة السكري هنا</p>{FILL}", lang="ar", dir="rtl"),
            RIGHT_TO_LEFT,
            link=rx.Link(languages=("ar", "hi")),
        ),
        "/three-languages": annotated(
            document(
                "<h1>السكري</h1><p>كلمة السكري هنا.</p>"
                '<p lang="hi" dir="ltr">मधुमेह और बुखार</p><p lang="en" dir="ltr">And diabetes.</p>',
                lang="ar",
                dir="rtl",
            ),
            THREE_LANGUAGES,
            link=rx.Link(languages=("ar", "hi"), labels=OWN_LABELS, with_overview=True),
        ),
        "/views": annotated(
            document(TEXT), TWO_VIEWS, link=rx.Link(audience="both", with_overview=True)
        ),
        "/aside": annotated(
            document(TEXT).replace("</main>", "</main><aside><p>About insulin.</p></aside>")
        ),
        "/only-english": annotated(document(LINE), ONLY_ENGLISH),
        "/single": annotated(document(LINE), ONLY_ENGLISH, link=rx.Link(languages=("en",))),
        "/base": annotated(
            document(LINE, head='<base href="/elsewhere/">'), url=f"{origin}/base"
        ).replace("</main>", '<a class="rxg" id="relative" href="#rxg-diabetes">x</a></main>'),
        "/own": annotated(document(OWN + LINE)),
        "/stray": replaced(line, "</main>", STRAY + "</main>"),
        "/forged": re.sub(r'<dd class="rxg-1".*?</dd>', lambda _: FORGED, line, count=1),
        "/hostile": annotated(document(LINE), HOSTILE),
        "/dialog": annotated(document(DIALOG, head=script("/dialog.js"))),
        "/scroller": annotated(
            document(f'<div class="scroller">{LINE}{FILL}</div>{FILL}', head=script("/smooth.js"))
        ),
        "/sticky": annotated(document(f'<div class="sticky">Header</div>{TEXT}{FILL}')),
        "/naive": annotated(document(TEXT, head=script("/naive.js"))),
    }


NONCE = "cmFuZG9tbmVzcw=="
WORDS = glossary_page(GLOSSARY, assets=ASSETS)


def other_pages() -> dict[str, Served]:
    """Return pages that need another policy: those of a glossary page, and inline assets."""
    linked = annotated(document(TEXT), link=rx.Link(glossary_url="/words"))
    fetching = "; connect-src 'self'"
    nonce = rx.Annotator(GLOSSARY, renderer=rx.Link(assets="inline"))
    inline = nonce.annotate(document(TEXT), nonce=NONCE).html
    return {
        "/words": Served(WORDS.html),
        "/linked": Served(linked, more=fetching),
        "/linked-in-vain": Served(linked.replace("/words#", "/nowhere/words#"), more=fetching),
        "/inline": Served(inline, f" 'nonce-{NONCE}'", f" 'nonce-{NONCE}'"),
    }


def hashes(source: str, name: str) -> str:
    """Return what a policy needs to allow the inline elements that *source* brings along."""
    blocks = re.findall(rf"<{name}\b[^>]*>(.*?)</{name}>", source, re.S)
    digests = [hashlib.sha256(block.encode()).digest() for block in blocks]
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def example_pages() -> dict[str, Served]:
    """Return the example pages, annotated with the shipped glossary, and as they are.

    The policy allows the inline script and style of the page before annotation, by their hashes:
    one element of ours inside of them, or beside them, and the browser would complain.
    """
    annotator = rx.Annotator(rx.builtin(), renderer=rx.Link(assets=ASSETS))
    pages: dict[str, Served] = {}
    for name in EXAMPLE_NAMES:
        source = (EXAMPLES / f"{name}.html").read_text("utf-8")
        result = annotator.annotate(source)
        assert result.refused is None
        assert len(result) > 50
        allowed = hashes(source, "script"), hashes(source, "style")
        pages[f"/examples/{name}"] = Served(result.html, *allowed)
        pages[f"/plain/{name}"] = Served(source, *allowed)
    return pages


# --- The server ------------------------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    pages: dict[str, Served]
    files: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        policy = Served("").policy
        if path in self.pages:
            text, kind, policy = self.pages[path].html, "text/html", self.pages[path].policy
        elif path in self.files:
            text, kind = self.files[path]
        elif path == "/favicon.ico":
            text, kind = "", "image/x-icon"
        else:
            self.send_error(404)
            return
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve all pages on the loopback; yield the origin. *folder* takes the published assets."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    origin = f"http://127.0.0.1:{server.server_port}"
    _Handler.pages = {path: Served(html) for path, html in small_pages(origin).items()}
    _Handler.pages |= example_pages() | other_pages()
    _Handler.files = FILES | {f"/{ENTRIES_FILE}": (WORDS.entries, "application/json")}
    for path in copy_assets(folder):
        kind = "text/css" if path.suffix == ".css" else "text/javascript"
        _Handler.files[ASSETS + path.name] = path.read_text("utf-8"), kind
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
