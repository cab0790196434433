"""Requests of the accepted grammar, drawn at random from fixed seeds, sent behind each other in one piece."""

import random

from .case import Case, Seen, chunked, head

COUNT = 25
LONGEST = 8


def pipelines() -> list[Case]:
    cases = []
    for seed in range(COUNT):
        draw, wire, expected = random.Random(seed), "", []
        for number in range(draw.randint(2, LONGEST)):
            more, seen = request(draw, number)
            wire += more
            expected.append(seen)
        cases.append(Case("Pipelines", f"seed {seed}", wire, expected))
    return cases


def request(draw: random.Random, number: int) -> tuple[str, Seen]:
    method = draw.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    target = f"{{path}}/{number}" + draw.choice(["", "/", "?a=b", "/a%20b", "/x:y"])
    body = draw.choice(["", "hello", "{hidden}", "\r\n\r\n", "0\r\n\r\n", "GET / HTTP/1.1\r\n", "x" * 3_000])
    odd = draw.choice([[], [("X-Odd", "a")], [("X-Odd", "a"), ("X-Other", "b c")]])
    lines = [
        f"{name}:{draw.choice(['', ' ', '  ', chr(9)])}{value}{draw.choice(['', ' ', chr(9)])}" for name, value in odd
    ]
    if body == "{hidden}":
        length, size = "{hidden-length}", "{hidden-hex}"
    else:
        length, size = str(len(body)), f"{len(body):x}"
    if body and draw.random() < 0.5:
        lines.append("Transfer-Encoding: chunked")
        framed = chunked(body) if body != "{hidden}" else f"{size}{draw.choice(['', ';x'])}\r\n{body}\r\n0\r\n\r\n"
    else:
        lines += [f"Content-Length: {length}"] if body or draw.random() < 0.5 else []
        framed = body
    draw.shuffle(lines)
    return head(method, target, "\r\n".join(lines)) + framed, Seen(method, target, body, odd)
