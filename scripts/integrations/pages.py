"""The configurations in the pages: read from there, so that what is tested is what is printed."""

import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs/integrations"


class PageError(Exception):
    """A page does not have what its test needs."""


def file_in(page: str, name: str) -> str:
    """The block after `<!-- file: NAME -->` in a page."""
    text = (PAGES / page).read_text(encoding="utf-8")
    pattern = rf"<!-- file: {re.escape(name)} -->\n(?:<!--[^\n]*-->\n)*```\w*\n(.*?)^```$"
    match = re.search(pattern, text, re.DOTALL | re.MULTILINE)
    if match is None:
        raise PageError(f"docs/integrations/{page}: has no file {name}")
    return match.group(1)


def adapted(text: str, replacements: dict[str, str]) -> str:
    """The text with addresses and paths of the test's own. Each must occur: a page that changes is noticed."""
    for old, new in replacements.items():
        if old not in text:
            raise PageError(f"the page no longer says {old!r}")
        text = text.replace(old, new)
    return text
