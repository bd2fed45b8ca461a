"""Sources that are damaged, each with what it should be, and healthy ones that look like it.

Owns the tables. A page's source stands on one line, however long.
"""

from __future__ import annotations

import html

import rxglossary as rx

B = '<span class="rx-term" title="B def." data-rx-term="bee" data-rx-definition="B def.">bee</span>'


def hit(value: str, text: str = "Ay", definition: str = "A with bee, long.") -> str:
    """Return a tooltip with this title."""
    return (
        f'<span class="rx-term" title="{value}" data-rx-term="ay"'
        f' data-rx-definition="{definition}">{text}</span>'
    )


D = hit(f"A with {B}, long.")

BOTH = hit(f"A with {B}, long.", definition=f"A with {B}, long.")
OTHER = hit(f"A with {B}, long.", definition="A with bee, " + B.replace("bee", "cee"))
RESIDUE = 'x bee, long." data-rx-term="ay" data-rx-definition="A with bee, long.">Ay y'
MENDED = [
    ("plain", f"<p>x {D} y</p>", "<p>x Ay y</p>"),
    (
        "ws",
        '<p><span  class = "rx-term"\r\n title\t=\n"A <span class="rx-term"\n  title = "B"  data-rx-term = "b" >b</span > c" data-rx-term="a"\n>a</span\n> y',
        "<p>a y",
    ),
    (
        "upper",
        '<P><SPAN CLASS="rx-term" TITLE="A <SPAN TITLE="B" DATA-RX-TERM="b">b</SPAN> c" Data-Rx-Term="a">a</SPAN>',
        "<P>a",
    ),
    (
        "mixedcase",
        '<p><Span title="A <sPAN TITLE="B" DATA-RX-TERM="b">b</SpaN> c" Data-Rx-Term="a">a</spAN>',
        "<p>a",
    ),
    (
        "esc-full",
        '<p><span title="A &lt;span title=&quot;B&quot; data-rx-term=&quot;b&quot;&gt;b&lt;/span&gt; c" data-rx-term="a">a</span> y',
        "<p>a y",
    ),
    (
        "esc-quot",
        '<p><span title="A <span title=&quot;B&quot; data-rx-term=&quot;b&quot;>b</span> c" data-rx-term="a">a</span> y',
        "<p>a y",
    ),
    (
        "esc-2",
        '<p><span title="A &lt;span title=&quot;B &amp;lt;span title=&amp;quot;C&amp;quot; data-rx-term=&amp;quot;c&amp;quot;&amp;gt;c&amp;lt;/span&amp;gt; d&quot; data-rx-term=&quot;b&quot;&gt;b&lt;/span&gt; c" data-rx-term="a">a</span> y',
        "<p>a y",
    ),
    (
        "esc-039",
        "<p><span title='A &lt;span title=&#039;B&#039; data-rx-term=&#039;b&#039;&gt;b&lt;/span&gt; c' data-rx-term='a'>a</span> y",
        "<p>a y",
    ),
    (
        "kses",
        '<p>x <span class="rx-term" title="A with <span class="rx-term" title="B def." data-rx-term="bee">bee</span>, long.&quot; data-rx-term=&quot;ay&quot; data-rx-definition=&quot;A with bee, long.&quot;&gt;Ay</span> y</p>',
        "<p>x Ay y</p>",
    ),
    ("noend", f"<li>x {D[:-7]} y</li><li>z", "<li>x Ay y</li><li>z"),
    ("noend2", f"<ul><li>x {D[:-7]}<li>z</ul>", "<ul><li>x Ay<li>z</ul>"),
    ("cut", f"<li>x {D[:-20]}</li><li>z", "<li>x ay</li><li>z", "likely"),
    (
        "cut2",
        f'<li>x <span class="rx-term" title="A with {B}, long.</li><li>z <b class="x">q</b>',
        '<li>x </li><li>z <b class="x">q</b>',
        "likely",
    ),
    (
        "cut3",
        f'<li>x <span class="rx-term" title="A with {B}, long." data-rx-term="ay" data-rx-defin</li><li>z "q"',
        '<li>x ay</li><li>z "q"',
        "likely",
    ),
    ("both", f"<p>{BOTH} y", "<p>Ay y"),
    ("both-different", f"<p>{OTHER} y", "<p>Ay y"),
    ("two-in-one", f"<p>{hit(f'A with {B}, {B} long.')} y", "<p>Ay y"),
    ("self", f"<p>{hit(hit('A is ay'))} y", "<p>Ay y"),
    ("self2", "<p>" + hit(hit(hit("Ay is") + " is") + " is a disease") + " y", "<p>Ay y"),
    (
        "term-hit",
        '<p><span data-rx-term="type 2 <span data-rx-term="bee" title="B">bee</span>" title="T2">type 2 bee</span> y',
        "<p>type 2 bee y",
    ),
    (
        "img",
        '<p><img alt="A <span title="B" data-rx-term="bee">bee</span> here" src=x.png> y',
        '<p><img alt="A bee here" src=x.png> y',
    ),
    (
        "href",
        '<p><a href="/<span title="B" data-rx-term="bee">bee</span>-x/" title="About <span title="B" data-rx-term="bee">bee</span>">q</a> y',
        '<p><a href="/bee-x/" title="About bee">q</a> y',
    ),
    (
        "mixedquote",
        '<p><span title=\'A <span title="B" data-rx-term="bee">bee</span> c\' data-rx-term="ay">ay</span> y',
        "<p>ay y",
    ),
    (
        "cross-plugin",
        '<p><a class="glossaryLink" href="/a" data-cmtooltip="<div class=glossaryItemBody>A with '
        + B
        + ' x</div>">Ay</a> y',
        "<p>Ay y",
    ),
    (
        "cm",
        '<p><a href="/a" class="glossaryLink" data-cmtooltip="<div class=glossaryItemTitle>Ay</div><div class=glossaryItemBody>A with <a href="/b" class="glossaryLink" data-cmtooltip="<div class=glossaryItemTitle>B</div><div class=glossaryItemBody>B def</div>">bee</a> x</div>">Ay</a> y</p><p>z',
        "<p>Ay y</p><p>z",
    ),
    (
        "cm2",
        '<p><a class="glossaryLink" data-cmtooltip="&lt;div class=glossaryItemTitle&gt;Ay&lt;/div&gt;A with <a href="/b" class="glossaryLink" data-cmtooltip="&lt;div&gt;B def&lt;/div&gt;" tabindex=0>bee</a> x" data-gt-translate-attributes=\'[{"attribute":"data-cmtooltip", "format":"html"}]\' tabindex=0 role=link>Ay</a> y</p><p>z',
        "<p>Ay y</p><p>z",
    ),
    (
        "abbr",
        '<p>See <abbr title="World <abbr title="Good">Health</abbr> Org">WHO</abbr> y',
        "<p>See WHO y",
    ),
    (
        "abbr3",
        '<p>See <abbr class=x title="World <abbr title="Good <abbr title=\'q\'>z</abbr>">Health</abbr> Org">WHO</abbr> y',
        "<p>See WHO y",
    ),
    (
        "abbr-re",
        '<p>See <abbr title="World <abbr title=" good"="">Health</abbr> Org"&gt;WHO y</p>',
        "<p>See WHO y</p>",
        "likely",
    ),
    ("in-a", f'<p><a href="/x">see {D} y</a></p>', '<p><a href="/x">see Ay y</a></p>'),
    (
        "bn",
        '<p><span title="রোগ <span title="দেহ" data-rx-term="দেহ">দেহের</span> কথা" data-rx-term="রোগ">রোগ</span>ের</p>',
        "<p>রোগের</p>",
    ),
    ("heading", f'<h2 id="x">{D}</h2>', '<h2 id="x">Ay</h2>'),
    ("curly", f"<p>“{hit(f'A “with” {B}, long.')}” ‘y’</p>", "<p>“Ay” ‘y’</p>"),
    ("noscript", f"<noscript><p>{D}</p></noscript>", "<noscript><p>Ay</p></noscript>"),
    ("adjacent", f"<p>{D}{D}{B}</p>", f"<p>AyAy{B}</p>"),
    ("unclosed-li", f"<ul><li>{D}<li>{D}</ul>", "<ul><li>Ay<li>Ay</ul>"),
    ("gt in def", f"<p>{hit(f'A > 5 and {B} < 7, long.')} y", "<p>Ay y"),
    ("newline", "<p>" + hit("A\nwith " + B + ",\r\nlong.") + " y", "<p>Ay y"),
    ("quote in def", f"<p>{hit(f'A &quot;is&quot; {B}, &#34;long&#34;.')} y", "<p>Ay y"),
    ("wrapped in span", f"<p><span class=q>{D} y</span>", "<p><span class=q>Ay y</span>"),
    ("br in def", f"<p>{hit(f'A with {B},<br />long.')} y", "<p>Ay y"),
    (
        "hit in class",
        '<p><span class="<span title="B" data-rx-term="rx">rx</span>-term" title="A" data-rx-term="ay">ay</span> y',
        "<p>ay y",
    ),
    (
        "hit in name",
        '<p><span title="A" data-<span title="B" data-rx-term="rx">rx</span>-term="ay">ay</span> y',
        "<p>ay y",
    ),
    ("nested content", f"<p>{hit(f'A with {B}, long.', text='type ' + B)} y", "<p>type bee y"),
    ("inner bold", f"<p>{hit(f'A with {B}, long.', text='<b>A</b>y')} y", "<p><b>A</b>y y"),
    (
        "same name inside",
        "<p>" + hit(f"A with {B}", text="A<span>x</span><span class=q>y</span>") + " y",
        "<p>A<span>x</span><span class=q>y</span> y",
    ),
    ("broken start inside", f'<p>{D[:-7]} <span title="</p>', '<p>Ay <span title="</p>'),
    (
        "no end, another word",
        "<li>x " + D[:-7].replace(">Ay", ">Those") + " y</li>",
        "<li>x Those y</li>",
        "likely",
    ),
    (
        "escaped in the definition alone",
        '<p><span title="A" data-rx-term="a" data-rx-definition="A &lt;span title=&quot;B&quot; data-rx-term=&quot;b&quot;&gt;b&lt;/span&gt;">a</span> y',
        "<p>a y",
        "likely",
    ),
    (
        "written again, in a span",
        '<p><span class="q">x <span class="rx-term" title="A with <span class=" rx-term"="" data-rx-term="bee" data-rx-definition="B def.">bee</span>, long." data-rx-term="ay" data-rx-definition="A with bee, long."&gt;Ay</span> y</p>',
        '<p><span class="q">x Ay</span> y</p>',
    ),
]


HEALTHY = {
    "rx healthy": f"<p>{B} and {B}</p>",
    "link renderer": rx.annotate("<p>diabetes and pain", rx.builtin()).html,
    "dfn renderer": rx.annotate("<p>diabetes and pain", rx.builtin(), renderer="dfn").html,
    "rx in dfn": '<p><dfn class="rxg" title="A &lt;b&gt; &quot;x&quot;">ay</dfn> ' + B,
    "cm raw div": '<p><a href="/a" class="glossaryLink" data-cmtooltip="<div class=glossaryItemTitle>Ay</div><div class=glossaryItemBody>A <strong>x</strong> <a href=/b>y</a></div>">Ay</a> y</p>',
    "cm escaped": '<p><span class="glossaryLink" aria-describedby="tt" data-cmtooltip="&lt;div class=glossaryItemTitle&gt;LSF&lt;/div&gt;&lt;div&gt;L &lt;a class=glossaryLink data-cmtooltip=x&gt;y&lt;/a&gt;&lt;/div&gt;" data-gt-translate-attributes=\'[{"attribute":"data-cmtooltip", "format":"html"}]\' tabindex="0">LSF</span>',
    "abbr": '<p><abbr title="World Health Organization">WHO</abbr> &gt; <abbr title=\'a "b" c\'>x</abbr>',
    "abbr gt": '<p><abbr title="a > b < c">x</abbr> <abbr title="<abbr>">y</abbr>',
    "abbr nested ok": '<p><abbr title="one"><abbr title="two">x</abbr></abbr>',
    "nested content": f'<p><span data-rx-term="type 2 bee" title="T">type 2 {B}</span>',
    "pre listing": f"<pre><code>{html.escape(D)}</code></pre>",
    "code listing noquote": f"<p><code>{html.escape(D, quote=False)}</code>",
    "prose quoting": f"<p>The page showed {html.escape(RESIDUE)}</p>",
    "prose quoting raw": f"<p>The page showed {RESIDUE}</p>",
    "prose quoting nq": f"<p>The page showed {html.escape(RESIDUE, quote=False)}</p><p>{B}",
    "blockquote": f"<blockquote>{RESIDUE}</blockquote>",
    "script string": f"<script>var x='{D}';</script>{B}",
    "script template": f'<script type="text/template">{D}</script>{B}',
    "json ld": '<script type="application/ld+json">{"x":"'
    + D.replace('"', '\\"').replace("/", "\\/")
    + '"}</script>'
    + B,
    "style": f"<style>a::after{{content:'{D}'}}</style>{B}",
    "textarea": f"<textarea>{D}</textarea>{B}",
    "title": f"<title>{D}</title>{B}",
    "comment": f"<!-- {D} -->{B}",
    "block comment": '<!-- wp:paragraph {"x":"'
    + B.replace('"', "\\u0022")
    + '"} --><p>'
    + B
    + "</p><!-- /wp:paragraph -->",
    "cdata": f"<svg><![CDATA[{D}]]></svg>{B}",
    "json data single": '<p><div data-x=\'{"h":"' + B.replace('"', '\\"') + "\"}'>q</div>" + B,
    "json data double": '<p><div data-x="' + html.escape('{"h":"' + D + '"}') + '">q</div>' + B,
    "json on tooltip": '<p><span data-rx-term="a" title="A" data-opts=\'{"tpl":"<span class=\\"x\\" data-rx-term=\\"y\\">z</span>"}\'>a</span>',
    "popover html single": f"<p><a data-bs-content='{B}' href=x>q</a>",
    "popover escaped": f'<p><a data-bs-content="{html.escape(B)}" href=x>q</a>',
    "tooltip popover": f"<p><span data-rx-term=a title=A data-html='{B}'>a</span>",
    "onclick": "<p><a onclick=\"show('<span data-rx-term=x>y</span>')\">z</a>" + B,
    "srcdoc": f"<iframe srcdoc='{D[:5]}{B}'></iframe>{B}",
    "srcdoc esc": f'<iframe srcdoc="{html.escape(D)}"></iframe>{B}',
    "shortcode": '[rx_box title="What is ' + D + '"] ' + B,
    "shortcode code": f"[code]{D}[/code] {B}",
    "jinja": '<p><span data-rx-term="{{ t }}" title="{{ d|replace(\'"\', "") }}">{{ x }}</span>',
    "jinja nested": '<p><span data-rx-term="a" title="{{ "<span data-rx-term="b" title="x">b</span>" }}">a</span>',
    "php": '<p><span data-rx-term="a" title="<?php echo "<span class="x" data-rx-term="b">b</span>"; ?>">a</span>',
    "erb": '<p><span data-rx-term="a" title="<%= "<span class="x" data-rx-term="b">b</span>" %>">a</span>',
    "mustache block": "<p>{{#if x}}" + B + "{{/if}}",
    "tex": "<p>$$ a > b $$ " + B,
    "gt attr": '<p><span data-rx-term="bp" title="BP > 140/90 and < 180">BP</span> <a title="a>b" href="?a=1>2">x</a>',
    "lt attr": '<p><span data-rx-term="x" title="use <span> or <b> tags, <a href> too">x</span>',
    "unclosed attr prose": '<p><span data-rx-term="x" title="use <span class=">x</span> now</p><p>'
    + B,
    "empty": '<p><span data-rx-term="" title=""></span>',
    "unquoted": "<p><span data-rx-term=bee title=B>bee</span>",
    "apostrophes": "<p><span data-rx-term='crohn' title='Crohn&#39;s \"disease\"'>Crohn's</span> isn't > it",
    "curly residue": "<p>x bee, long.” data-rx-term=“ay” data-rx-definition=“A with bee, long.”>Ay y</p>"
    + B,
    "entity curly residue": "<p>x bee, long.&#8221; data-rx-term=&#8221;ay&#8221; data-rx-definition=&#8221;A with bee, long.&#8221;&gt;Ay y</p>"
    + B,
    "names in text": '<p>Set data-rx-term="x" and data-rx-definition="y" on the span.</p>',
    "attr doc": '<p>Write <kbd>data-rx-term="x"&gt;</kbd>',
    "template elem": f"<template><p>{B}</p></template>",
    "img alt healthy": f'<img alt="a &lt;span&gt; x" title="bee">{B}',
    "input value": f'<input value="{html.escape(D)}">{B}',
    "data uri": "<img src=\"data:image/svg+xml,%3Csvg xmlns='http'%3E<span %3E\">" + B,
    "svg text": f'<svg><text data-rx-term="q">x</text></svg>{B}',
    "conditional comment": f"<!--[if IE]>{D}<![endif]-->{B}",
    "title attr plain html": "<p><a title=\"<span class='x'>y</span>\" href=q>z</a>" + B,
    "noscript": f"<noscript>{B}</noscript>",
}
