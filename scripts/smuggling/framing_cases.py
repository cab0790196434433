"""Where a body ends: CL.TE, TE.CL, TE.TE, CL.CL, CL.0, chunk sizes and extensions."""

from .case import Case, Seen, chunked, head, post, refused

# Behind either reading of the framing stands a request of its own.
ASTRAY = "0\r\n\r\n{hidden}"


def conflicts() -> list[Case]:
    both = [
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: CHUNKED\r\ncontent-length: 0",
        "Content-Length: 6\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nX: y\r\nContent-Length: 6",
        "content-length: 999\r\ntransfer-encoding:chunked",
        "Content-Length:6\r\nX: y\r\nTransfer-Encoding:\tchunked",
    ]
    cases = refused("CL.TE and TE.CL", [(fields, "framingConflict") for fields in both], lambda f: post(f, ASTRAY))
    cases += refused(
        "CL.TE and TE.CL", [
            ("Transfer-Encoding: chunked", "transferEncodingForbidden"),
            ("Transfer-Encoding: chunked\r\nContent-Length: 5", "framingConflict"),
            ("Connection: keep-alive\r\nTransfer-Encoding: chunked", "transferEncodingForbidden"),
        ], lambda fields: head("POST", fields=fields, version="HTTP/1.0") + ASTRAY
    )
    return cases


def codings() -> list[Case]:
    unknown = [
        "xchunked",
        "chunked, chunked",
        "chunked, identity",
        "identity, chunked",
        "identity",
        "gzip, chunked",
        "gzip",
        "chunked;q=1",
        "chunked;",
        "chunked,",
        ",chunked",
        '"chunked"',
        "'chunked'",
        "chunk",
        "chunked x",
        "x chunked",
        "chunked\t, x",
        "",
        "cow",
        "chunked\xa0",
        "\xa0chunked",
        "ch\xbcnked",
        "deflate",
        "trailers",
        "chunked chunked",
    ]
    cases = refused(
        "TE.TE",
        [(value, "transferEncodingUnknown") for value in unknown],
        lambda value: post(f"Transfer-Encoding: {value}", ASTRAY),
    )
    cases += refused(
        "TE.TE", [
            ("Transfer-Encoding : chunked", "fieldNameSpace"),
            ("Transfer-Encoding\t: chunked", "fieldNameSpace"),
            ("Transfer Encoding: chunked", "fieldNameSpace"),
            (" Transfer-Encoding: chunked", "lineFolding"),
            ("X: y\r\n Transfer-Encoding: chunked", "lineFolding"),
            ("Transfer-Encoding:\r\n chunked", "transferEncodingUnknown"),
            ("Transfer-Encoding: \x0bchunked", "fieldValueByteForbidden"),
            ("Transfer-Encoding: chunked\x0b", "fieldValueByteForbidden"),
            ("Transfer-Encoding: \x00chunked", "fieldValueByteForbidden"),
            ("Transfer-Encoding: chunked\x7f", "fieldValueByteForbidden"),
            ("Transfer-Encoding\x00: chunked", "fieldNameInvalid"),
            ("Transfer\x00Encoding: chunked", "fieldNameInvalid"),
            ("\x00Transfer-Encoding: chunked", "fieldNameInvalid"),
            ("Transfer-Encoding;: chunked", "fieldNameInvalid"),
            ("Transfer_Encoding: chunked", "fieldNameLookalike"),
            ("Transfer.Encoding: chunked", "fieldNameLookalike"),
            ("transfer~encoding: chunked", "fieldNameLookalike"),
            ("Transfer!Encoding: chunked", "fieldNameLookalike"),
            ("X: y\nTransfer-Encoding: chunked", "bareLineFeed"),
            ("X: y\rTransfer-Encoding: chunked", "bareCarriageReturn"),
            ("Transfer-Encoding\n: chunked", "bareLineFeed"),
            ("Transfer-Encoding: chunked\n", "bareLineFeed"),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "transferEncodingRepeated"),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "transferEncodingRepeated"),
            ("Transfer-Encoding: chunked\r\ntransfer-encoding: x", "transferEncodingRepeated"),
            ("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "transferEncodingUnknown"),
            ("Transfer-Encoding: chunked\r\nConnection: Transfer-Encoding", "connectionNominatesFraming"),
            ("Connection: close, transfer-encoding\r\nTransfer-Encoding: chunked", "connectionNominatesFraming"),
        ], lambda fields: post(fields, ASTRAY)
    )
    for value in ("chunked", "CHUNKED", "Chunked", "  chunked", "\tchunked", "chunked  ", "chunked\t", ""):
        if value:
            cases.append(
                Case(
                    "TE.TE", f"accepted {value!r}", post(f"Transfer-Encoding:{value}", chunked("hello")),
                    [Seen("POST", body="hello")]
                )
            )
    return cases


def lengths() -> list[Case]:
    invalid = [
        "6, 6",
        "6, 0",
        "06",
        "00",
        "+6",
        "-6",
        "0x6",
        "6 0",
        "6e0",
        "6.0",
        "6_0",
        "",
        "six",
        "6;",
        "'6'",
        '"6"',
        "6,",
        ",6",
        "\t6",
        "6\t",
        " \t6",
        "6 \t",
        "1000000000000000000",
        "18446744073709551622",
        "4294967302" * 2,
        "\xb2",
        "\xa06",
        "6\xa0",
        "6 6",
        "٦".encode().decode("latin-1"),
        "6\x85",
    ]
    cases = refused(
        "CL.CL",
        [(value, "contentLengthInvalid") for value in invalid],
        lambda value:
        post(f"Content-Length:{value}" if value[:1] in "\t " else f"Content-Length: {value}", "hello!{hidden}"),
    )
    cases += refused(
        "CL.CL", [
            ("Content-Length: 6\r\nContent-Length: 6", "contentLengthRepeated"),
            ("Content-Length: 6\r\nContent-Length: 0", "contentLengthRepeated"),
            ("Content-Length: 0\r\ncontent-length: 6", "contentLengthRepeated"),
            ("Content-Length : 6", "fieldNameSpace"),
            ("Content Length: 6", "fieldNameSpace"),
            ("Content_Length: 6", "fieldNameLookalike"),
            ("Content.Length: 6", "fieldNameLookalike"),
            ("content+length: 6", "fieldNameLookalike"),
            ("CONTENT|LENGTH: 6", "fieldNameLookalike"),
            ("Content-Length: 6\r\nContent.Length: 0", "fieldNameLookalike"),
            ("Content-Length: 6\r\nContent*Length: 0", "fieldNameLookalike"),
            ("Content-Length: 6\x00", "fieldValueByteForbidden"),
            ("Content-Length: \x0c6", "fieldValueByteForbidden"),
            ("Content-Length: 6\r\n 0", "lineFolding"),
            ("Content-Length:\r\n 6", "contentLengthInvalid"),
            ("Content-Length: 6\r\nConnection: Content-Length", "connectionNominatesFraming"),
            ("Connection: content-length, x\r\nContent-Length: 6", "connectionNominatesFraming"),
            ("Content-Length: 6\nContent-Length: 0", "bareLineFeed"),
            ("Content-Length: 6\rX: y", "bareCarriageReturn"),
            (" Content-Length: 6", "lineFolding"),
            ("Content-Length\x00: 6", "fieldNameInvalid"),
            (": 6", "fieldNameEmpty"),
        ], lambda fields: post(fields, "hello!{hidden}")
    )
    for field in ("Content-Length: 6", "content-length:6", "CONTENT-LENGTH:   6  "):
        cases.append(Case("CL.CL", f"accepted {field!r}", post(field, "hello!"), [Seen("POST", body="hello!")]))
    return cases


def unread() -> list[Case]:
    """CL.0 and TE.0: the body is a request, whether the server reads it or not."""
    cases = []
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for target in ("{path}", "/heedless{path}"):
            is_heedless = target.startswith("/heedless")
            seen = Seen(method, target, "{hidden}", is_heedless=is_heedless)
            framed = {
                "CL.0": "Content-Length: {hidden-length}\r\n\r\n{hidden}",
                "TE.0": "Transfer-Encoding: chunked\r\n\r\n{hidden-hex}\r\n{hidden}\r\n0\r\n\r\n",
            }
            for family, rest in framed.items():
                wire = head(method, target).removesuffix("\r\n") + rest
                cases.append(Case(family, f"{method} {target}", wire, [seen]))
    wire = head("HEAD", fields="Content-Length: {hidden-length}") + "{hidden}"
    cases.append(Case("CL.0", "HEAD", wire, [Seen("HEAD", body="{hidden}")]))
    return cases


def chunks() -> list[Case]:

    def body(text: str) -> str:
        return post("Transfer-Encoding: chunked", text + "{hidden}")

    cases = refused(
        "Chunks", [(f"{size}\r\nhello\r\n0\r\n\r\n", rule) for size, rule in [
            ("", "chunkSizeInvalid"),
            (" 5", "chunkSizeInvalid"),
            ("5 ", "chunkSizeInvalid"),
            ("5\t", "chunkSizeInvalid"),
            ("\t5", "chunkSizeInvalid"),
            ("+5", "chunkSizeInvalid"),
            ("-5", "chunkSizeInvalid"),
            ("0x5", "chunkSizeInvalid"),
            ("5h", "chunkSizeInvalid"),
            ("5_", "chunkSizeInvalid"),
            ("5,5", "chunkSizeInvalid"),
            ("5 ;x", "chunkSizeInvalid"),
            ("5\x00", "chunkSizeInvalid"),
            ("5\x0b", "chunkSizeInvalid"),
            ('"5"', "chunkSizeInvalid"),
            ("00000000000000005", "chunkSizeTooLarge"),
            ("10000000000000005", "chunkSizeTooLarge"),
            ("100000000000000000000000000000005", "chunkSizeTooLarge"),
            ("ffffffffffffffff", "bodyTooLarge"),
            ("8000000000000005", "bodyTooLarge"),
            ("7fffffffffffffff", "bodyTooLarge"),
            ("5;\x00", "chunkExtensionInvalid"),
            ("5;a\x7f", "chunkExtensionInvalid"),
            ("5;\xe9", "chunkExtensionInvalid"),
            ("5;a\nb", "bareLineFeed"),
            ("5;a\rb", "bareCarriageReturn"),
            ("5;\n", "bareLineFeed"),
            ("5\n\r", "bareLineFeed"),
            ("5\r", "bareCarriageReturn"),
            (f"5;{'x' * 129}", "chunkExtensionTooLarge"),
            ('5;a="\r\n"', "chunkEndMalformed"),
        ]], body, needs_one=False
    )
    cases += refused(
        "Chunks", [
            ("5\nhello\r\n0\r\n\r\n", "bareLineFeed"),
            ("5\r\nhello\n0\r\n\r\n", "chunkEndMalformed"),
            ("5\r\nhello0\r\n\r\n", "chunkEndMalformed"),
            ("5\r\nhello!\r\n0\r\n\r\n", "chunkEndMalformed"),
            ("5\r\nhell\r\n0\r\n\r\n", "chunkEndMalformed"),
            ("5\r\nhello\rx0\r\n\r\n", "chunkEndMalformed"),
            ("5\r\nhello\r\n\r\n0\r\n\r\n", "chunkSizeInvalid"),
            ("5\r\nhello\r\n0\n\r\n", "bareLineFeed"),
            ("5\r\nhello\r\n0\r\n\n", "bareLineFeed"),
            ("5\r\nhello\r\n0\r\n\rx", "bareCarriageReturn"),
            ("0\r\nGET / HTTP/1.1\r\n\r\n", "fieldNameSpace"),
            ("0\r\n X: y\r\n\r\n", "lineFolding"),
            ("0\r\nContent-Length: 9\r\n\r\n", "trailerForbidden"),
            ("0\r\ncontent.length: 9\r\n\r\n", "trailerForbidden"),
            ("0\r\nTransfer-Encoding: chunked\r\n\r\n", "trailerForbidden"),
            ("0\r\nHost: x\r\n\r\n", "trailerForbidden"),
            ("0\r\nAuthorization: x\r\n\r\n", "trailerForbidden"),
            ("0\r\nX-Forwarded-For: x\r\n\r\n", "trailerForbidden"),
            ("0\r\nGatehouse-Key-Id: x\r\n\r\n", "trailerForbidden"),
            ("0\r\nExpect: x\r\n\r\n", "trailerForbidden"),
            (f"0\r\nX: {'y' * 4096}\r\n\r\n", "trailersTooLarge"),
            ("1;x\r\na\r\n" * 8_300, "chunkExtensionTooLarge"),
        ], body, needs_one=False
    )
    for name, text, data in [
        ("one", chunked("hello"), "hello"),
        ("two", chunked("he", "llo"), "hello"),
        ("none", chunked(), ""),
        ("capital", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("zeros", "0005\r\nhello\r\n000\r\n\r\n", "hello"),
        ("sixteen digits", "0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n", "hello"),
        ("extension", '5;a=b;c="d"\r\nhello\r\n0;x\r\n\r\n', "hello"),
        ("bare extension", "5;\r\nhello\r\n0\r\n\r\n", "hello"),
        ("line ends as data", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n"),
        ("trailers", chunked("hello", end="0\r\nX-Sum: 1\r\nx-more:\r\n\r\n"), "hello"),
        ("a chunk of a request", "{hidden-hex}\r\n{hidden}\r\n0\r\n\r\n", "{hidden}"),
    ]:
        cases.append(
            Case("Chunks", f"accepted: {name}", post("Transfer-Encoding: chunked", text), [Seen("POST", body=data)])
        )
    return cases


def expectations() -> list[Case]:
    cases = refused(
        "Expect", [
            ("Expect: 200-ok", "expectationUnknown"),
            ("Expect: 100-continue, x", "expectationUnknown"),
            ("Expect: y 100-continue", "expectationUnknown"),
            ("Expect:", "expectationUnknown"),
            ("Expect: 100-continue\r\nExpect: 100-continue", "expectationUnknown"),
            ("Expect: 100-continue;q=1", "expectationUnknown"),
            ("Expect: \x0b100-continue", "fieldValueByteForbidden"),
            ("Expect:\r\n 100-continue", "expectationUnknown"),
        ], lambda fields: post(f"{fields}\r\nContent-Length: 6", "hello!{hidden}")
    )
    for method in ("POST", "PUT", "GET", "DELETE"):
        cases.append(
            Case(
                "Expect", f"{method} with a body",
                head(method, fields="Expect: 100-continue\r\nContent-Length: {hidden-length}") + "{hidden}",
                [Seen(method, body="{hidden}")]
            )
        )
    cases.append(Case("Expect", "without a body", head(fields="Expect: 100-Continue"), [Seen()]))
    cases.append(
        Case(
            "Expect", "HTTP/1.0",
            head("POST", fields="Expect: 100-continue\r\nContent-Length: 5", version="HTTP/1.0") + "hello",
            [Seen("POST", body="hello")]
        )
    )
    return cases


def all_cases() -> list[Case]:
    return [*conflicts(), *codings(), *lengths(), *unread(), *chunks(), *expectations()]
