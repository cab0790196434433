"""The statuses of docs/http.md: behind a rule's name in brackets, else 400."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/http.md"
RULE = re.compile(r"`([a-z]+(?:[A-Z][a-z]+)+)`(?: \((\d{3})\b)?")


def statuses() -> dict[str, int]:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    found: dict[str, int] = {}
    for name, status in (match.groups() for row in rows for match in RULE.finditer(row)):
        found[name] = int(status) if status else found.get(name, 400)
    return found
