"""A Pelican site whose articles are annotated: pelican."""

AUTHOR = "The kidney team"
SITENAME = "Kidney notes"
SITEURL = ""
PATH = "content"
TIMEZONE = "Asia/Dhaka"

PLUGINS = ["rxglossary.integrations.pelican"]
RXGLOSSARY = {
    "glossary": ["../words.yaml"],
    "only": [".entry-content"],
}
