"""English–Bangla glossary tooltips for HTML that change nothing else.

>>> import rxglossary as rx
>>> glossary = rx.Glossary([rx.Term("diabetes", en="Too much sugar in the blood.")])
>>> rx.Annotator(glossary, renderer="dfn").annotate("<p>What is diabetes?</p>").html
'<p>What is <dfn class="rxg" title="Too much sugar in the blood.">diabetes</dfn>?</p>'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rxglossary.annotator import Annotator, Page, annotate, refresh, strip
    from rxglossary.damage import Damage, Repair, TooltipPattern, repair
    from rxglossary.errors import (
        ConfigurationError,
        ExportError,
        GlossaryError,
        MarkupError,
        PageError,
        Problem,
        RxGlossaryError,
    )
    from rxglossary.formats.yaml import builtin, load, loads
    from rxglossary.glossary import (
        Changes,
        Glossary,
        Image,
        MatchRules,
        Origin,
        Reference,
        Review,
        Source,
        Term,
        Translation,
        diff,
        text_hash,
    )
    from rxglossary.live import Live
    from rxglossary.markup import Element
    from rxglossary.matching.matcher import Candidate
    from rxglossary.policy import Policy
    from rxglossary.render import Data, Dfn, Inline, Link, Occurrence, PageInfo, Renderer
    from rxglossary.results import Annotation, Refusal, Result, Skip
    from rxglossary.verification import Difference, Verification, verify

__all__ = [
    "Annotation",
    "Annotator",
    "Candidate",
    "Changes",
    "ConfigurationError",
    "Damage",
    "Data",
    "Dfn",
    "Difference",
    "Element",
    "ExportError",
    "Glossary",
    "GlossaryError",
    "Image",
    "Inline",
    "Link",
    "Live",
    "MarkupError",
    "MatchRules",
    "Occurrence",
    "Origin",
    "Page",
    "PageError",
    "PageInfo",
    "Policy",
    "Problem",
    "Reference",
    "Refusal",
    "Renderer",
    "Repair",
    "Result",
    "Review",
    "RxGlossaryError",
    "Skip",
    "Source",
    "Term",
    "TooltipPattern",
    "Translation",
    "Verification",
    "annotate",
    "builtin",
    "diff",
    "load",
    "loads",
    "refresh",
    "repair",
    "strip",
    "text_hash",
    "verify",
]

__version__ = "0.1.0"

_HOMES = {
    "rxglossary.annotator": "Annotator Page annotate refresh strip",
    "rxglossary.damage": "Damage Repair TooltipPattern repair",
    "rxglossary.errors": "ConfigurationError ExportError GlossaryError MarkupError PageError"
    " Problem RxGlossaryError",
    "rxglossary.formats.yaml": "builtin load loads",
    "rxglossary.glossary": "Changes Glossary Image MatchRules Origin Reference Review Source Term"
    " Translation diff text_hash",
    "rxglossary.live": "Live",
    "rxglossary.markup": "Element",
    "rxglossary.matching.matcher": "Candidate",
    "rxglossary.policy": "Policy",
    "rxglossary.render": "Data Dfn Inline Link Occurrence PageInfo Renderer",
    "rxglossary.results": "Annotation Refusal Result Skip",
    "rxglossary.verification": "Difference Verification verify",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first used (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'rxglossary' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
