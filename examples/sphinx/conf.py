"""A Sphinx project whose pages are annotated: sphinx-build . _build."""

project = "Kidney notes"
extensions = ["rxglossary.integrations.sphinx"]
rxglossary = {
    "glossary": ["../words.yaml"],
    "occurrences": "first-per-section",
}
