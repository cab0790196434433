"""How a head is written: line ends, folding, names, values, methods, credentials and sizes."""

from .case import Case, Refused, Seen, head, refused

TOKEN_SYMBOLS = "!#$%&'*+.^_`|~-"


def lines() -> list[Case]:
    start = "GET {path} HTTP/1.1"
    rest = "Host: {host}\r\nX-API-Key: {key}"
    rows = [
        (f"{start}\n{rest}\r\n\r\n", "bareLineFeed"),
        (f"{start}\r\n{rest}\n\r\n", "bareLineFeed"),
        (f"{start}\r\n{rest}\r\n\n", "bareLineFeed"),
        (f"{start}\n{rest}\n\n".replace("\r", ""), "bareLineFeed"),
        (f"\n{start}\r\n{rest}\r\n\r\n", "bareLineFeed"),
        (f"{start}\r\n{rest}\r\nX: a\nY: b\r\n\r\n", "bareLineFeed"),
        (f"{start}\r\n{rest}\r\nX\n: a\r\n\r\n", "bareLineFeed"),
        (f"{start}\r\n{rest}\r\n\nX: a\r\n\r\n", "bareLineFeed"),
        (f"{start}\r{rest}\r\n\r\n", "bareCarriageReturn"),
        (f"{start}\r\r\n{rest}\r\n\r\n", "bareCarriageReturn"),
        (f"{start}\r\n{rest}\r\r\n\r\n", "bareCarriageReturn"),
        (f"{start}\r\n{rest}\r\nX: a\rY: b\r\n\r\n", "bareCarriageReturn"),
        (f"{start}\r\n{rest}\r\n\rX: a\r\n\r\n", "bareCarriageReturn"),
        (f"\r{start}\r\n{rest}\r\n\r\n", "bareCarriageReturn"),
        (f"\r\n\r\n{start}\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f" {start}\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"\t{start}\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"{start} \r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET  {{path}} HTTP/1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}}  HTTP/1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET\t{{path}} HTTP/1.1\r\n{rest}\r\n\r\n", "methodInvalid"),
        (f"GET {{path}}\tHTTP/1.1\r\n{rest}\r\n\r\n", "targetByteForbidden"),
        (f"GET {{path}}\x0bHTTP/1.1\r\n{rest}\r\n\r\n", "targetByteForbidden"),
        (f"GET {{path}}\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"{{path}} HTTP/1.1\r\n{rest}\r\n\r\n", "methodInvalid"),
        (f"GET {{path}} HTTP/1.1 HTTP/1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}} HTTP/1.1,x\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}} HTTP/0.9\r\n{rest}\r\n\r\n", "versionUnsupported"),
        (f"GET {{path}} HTTP/1.2\r\n{rest}\r\n\r\n", "versionUnsupported"),
        (f"GET {{path}} HTTP/2.0\r\n{rest}\r\n\r\n", "versionUnsupported"),
        (f"GET {{path}} HTTP/1.10\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}} http/1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}} HTTP/01.1\r\n{rest}\r\n\r\n", "versionUnsupported"),
        (f"GET {{path}} HTTP 1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        (f"GET {{path}} ICAP/1.1\r\n{rest}\r\n\r\n", "requestLineMalformed"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "asteriskWithoutOptions"),
        ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", "methodInvalid"),
    ]
    cases = refused("Bare CR and LF", rows, lambda wire: wire + "{hidden}")
    cases.append(Case("Bare CR and LF", "one empty line before", f"\r\n{start}\r\n{rest}\r\n\r\n", [Seen()]))
    cases.append(Case("Bare CR and LF", "HTTP/1.0", head(version="HTTP/1.0"), [Seen()]))
    return cases


def folding() -> list[Case]:
    return refused(
        "Folded lines", [
            ("X: a\r\n b", "lineFolding"),
            ("X: a\r\n\tb", "lineFolding"),
            ("X:\r\n b", "lineFolding"),
            ("X: a\r\n \r\nY: b", "lineFolding"),
            ("X: a\r\n\t", "lineFolding"),
            ("X: a\r\n Content-Length: 5", "lineFolding"),
            ("X: a\r\n : b", "lineFolding"),
            ("X: a\n b", "bareLineFeed"),
            ("X: a\r\n\x0bb", "fieldNameInvalid"),
            ("X: a\r\n\x0cb: c", "fieldNameInvalid"),
            ("X: a\r\n\xa0b: c", "fieldNameInvalid"),
        ], lambda fields: head(fields=fields) + "{hidden}"
    ) + [
        Case(
            "Folded lines", "before the first field", "GET {path} HTTP/1.1\r\n Host: {host}\r\n\r\n{hidden}",
            [Refused("lineFolding")]
        )
    ]


def names() -> list[Case]:
    cases = []
    for byte in map(chr, range(256)):
        if byte.isascii() and (byte.isalnum() or byte in TOKEN_SYMBOLS):
            continue
        rule = {
            " ": "fieldNameSpace",
            "\t": "fieldNameSpace",
            "\n": "bareLineFeed",
            ":": None
        }.get(byte, "fieldNameInvalid")
        if rule:
            cases += refused("Names and values", [(f"X{byte}Y: a", rule)], lambda f: head(fields=f) + "{hidden}")
    for symbol in TOKEN_SYMBOLS:
        field = f"X{symbol}Y"
        # Programs that get fields as variables, and some servers, leave such names out; none may read another one.
        cases.append(
            Case("Names and values", f"accepted {field}", head(fields=f"{field}: a"), [Seen(fields=[(field, "a")])])
        )
    cases += refused(
        "Names and values", [
            ("X : a", "fieldNameSpace"),
            ("X Y: a", "fieldNameSpace"),
            (": a", "fieldNameEmpty"),
            ("X", "fieldNameInvalid"),
            ("X;a: b", "fieldNameInvalid"),
            ("X\x00: a", "fieldNameInvalid"),
            ("(X): a", "fieldNameInvalid"),
        ], lambda fields: head(fields=fields) + "{hidden}"
    )
    return cases


def values() -> list[Case]:
    cases = []
    for byte in [*map(chr, range(0x20)), "\x7f"]:
        rule = {"\n": "bareLineFeed", "\r": "bareCarriageReturn", "\t": None}.get(byte, "fieldValueByteForbidden")
        if rule:
            cases += refused("Names and values", [(f"X: a{byte}b", rule)], lambda f: head(fields=f) + "{hidden}")
    for value in (
        "a\tb", "a  b", "", "a,b, c", 'a="b;c"', ":", "a:b", "%0d%0aX: y", "\\r\\n", "a" * 4_000, "caf\xe9", "\xc3\xa9"
    ):
        cases.append(
            Case(
                "Names and values", f"accepted value {value[:12]!r}", head(fields=f"X-Odd: {value}"),
                [Seen(fields=[("X-Odd", value)])]
            )
        )
    cases.append(
        Case("Names and values", "white space around", head(fields="X-Odd: \t a \t"), [Seen(fields=[("X-Odd", "a")])])
    )
    cases.append(
        Case(
            "Names and values", "twice", head(fields="X-Odd: a\r\nX-Odd: b"),
            [Seen(fields=[("X-Odd", "a"), ("X-Odd", "b")])]
        )
    )
    return cases


def methods() -> list[Case]:
    cases = refused(
        "Methods", [
            ("get", "methodInvalid"),
            ("Get", "methodInvalid"),
            ("gET", "methodInvalid"),
            ("post", "methodInvalid"),
            ("delete", "methodInvalid"),
            ("G(T", "methodInvalid"),
            ("GET\x00", "methodInvalid"),
            ("G\xc9T", "methodInvalid"),
            ("GET/", "methodInvalid"),
            ("A" * 33, "methodTooLong"),
            ("connect", "methodInvalid"),
        ], lambda method: head(method) + "{hidden}"
    )
    cases.append(
        Case(
            "Methods", "CONNECT", "CONNECT {host}:80 HTTP/1.1\r\nHost: {host}\r\n\r\n{hidden}",
            [Refused("connectRefused")]
        )
    )
    cases += [
        Case("Methods", method, head(method), [Seen(method)])
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
    ]
    cases.append(Case("Methods", "TRACE", head("TRACE"), [Refused(405)]))
    return cases


def credentials() -> list[Case]:
    return [
        Case("Credentials", "twice", head(fields="X-API-Key: {key}"), [Refused(400)]),
        Case("Credentials", "in both", head(fields="Authorization: Bearer {key}"), [Refused(400)]),
        Case("Credentials", "none", "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n", [Refused(401)]),
        Case(
            "Credentials", "only in a look-alike", "GET {path} HTTP/1.1\r\nHost: {host}\r\nX_API.Key: {key}\r\n\r\n",
            [Refused(401)]
        ),
        Case("Credentials", "in the query", head(target="{path}?k={key}"), [Refused(400)]),
    ]


def sizes() -> list[Case]:
    return refused(
        "Sizes", [
            ("X: " + "a" * 16_384, "headTooLarge"),
            ("\r\n".join(["X: a"] * 101), "tooManyFields"),
        ], lambda fields: head(fields=fields) + "{hidden}"
    )


def all_cases() -> list[Case]:
    return [case for make in (lines, folding, names, values, methods, credentials, sizes) for case in make()]
