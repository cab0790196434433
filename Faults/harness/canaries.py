"""Looks for planted secrets where they must not be: in files and in memory, as they are, in hexadecimal and in base64."""

import base64
import contextlib

from .faults import Broken

#: Where a home keeps the secrets that it needs to live.
OWN = {"root.key", "phrase", "tokens"}


def spellings(secret):
    """How a secret could stand somewhere."""
    found = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for before in range(3):
        # The characters of base64 that all of the secret's bits are in, whatever stands before and behind it.
        text = base64.b64encode(bytes(before) + secret + bytes(-(before + len(secret)) % 3))
        inner = text[-(-before * 8 // 6):(before + len(secret)) * 8 // 6]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def found_in(content, secrets):
    """The names of those secrets that stand in it in any spelling."""
    return {name for name, secret in secrets.items() if any(one in content for one in spellings(secret))}


def absent(folder, secrets):
    """Broken when one stands in a file below the folder; how many files were read."""
    wanted, read = {name: spellings(secret) for name, secret in secrets.items()}, 0
    for path in folder.rglob("*"):
        if path.name in OWN or OWN & {part.name for part in path.parents} or not path.is_file():
            continue
        # What is published anew goes from one moment to the next.
        with contextlib.suppress(FileNotFoundError):
            # Of the reserve there are only zeros.
            content, read = path.read_bytes().strip(b"\0"), read + 1
            for name, texts in wanted.items():
                if any(text in content for text in texts):
                    raise Broken(f"I5: {name} stands in {path.name}")
    return read
