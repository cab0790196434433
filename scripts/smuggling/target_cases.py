"""Where a request goes: hosts, absolute forms, paths, and what Connection and upgrades may do to it."""

from .case import Case, Refused, Seen, head, refused


def hosts() -> list[Case]:
    invalid = [
        "",
        "a b",
        "a,b",
        "{host}/",
        "u@{host}",
        "{host}:",
        "{host}:0",
        "{host}:x",
        "{host}:80:80",
        "{host}:65536",
        "{host}:080",
        ".",
        "{host}.",
        ".{host}",
        "a..b",
        "a~b",
        "%61",
        "\xe9",
        "[::1",
        "http://{host}",
        "a\tb",
        "{host}, {host}",
        "{host}#",
        "{host}\\a",
        "{host}?x",
        "[::1]a",
        "{host}:-1",
        "{host}: 80",
        "'{host}'",
    ]
    cases = refused(
        "Host", [(host, "hostInvalid") for host in invalid], lambda host:
        (f"GET {{path}} HTTP/1.1\r\nHost: {host}\r\nX-API-Key: {{key}}\r\n\r\n{{hidden}}")
    )
    cases += refused(
        "Host", [
            ("Host: {host}\r\nHost: {host}", "hostRepeated"),
            ("Host: {host}\r\nhost: other", "hostRepeated"),
            ("X: y", "hostMissing"),
            ("Host : {host}", "fieldNameSpace"),
            (" Host: {host}", "lineFolding"),
            ("Host: {host}\r\n other", "lineFolding"),
            ("X: y\r\n Host: other\r\nHost: {host}", "lineFolding"),
            ("Host\x00: {host}", "fieldNameInvalid"),
            ("Host: {host}\r\nConnection: Host", "connectionNominatesFraming"),
            ("Host:\r\n {host}", "hostInvalid"),
            ("Host: {host}\x00", "fieldValueByteForbidden"),
        ], lambda fields: f"GET {{path}} HTTP/1.1\r\n{fields}\r\nX-API-Key: {{key}}\r\n\r\n{{hidden}}"
    )
    for value in ("{host}", " {host}  ", "\t{host}", "{host}\t"):
        cases.append(
            Case(
                "Host", f"accepted {value!r}", f"GET {{path}} HTTP/1.1\r\nHost:{value}\r\nX-API-Key: {{key}}\r\n\r\n",
                [Seen()]
            )
        )
    return cases


def absolute_forms() -> list[Case]:
    cases = refused(
        "Absolute form", [
            ("http://other{path}", "authorityMismatch"),
            ("http://{host}:80{path}", "authorityMismatch"),
            ("http://u@{host}{path}", "authorityMismatch"),
            ("http://{host}.{path}", "authorityMismatch"),
            ("http://{host}%00{path}", "authorityMismatch"),
            ("http://{host}@other{path}", "authorityMismatch"),
            ("http://{host}", "targetMalformed"),
            ("http://{host}?x", "targetMalformed"),
            ("http:{path}", "targetMalformed"),
            ("http:/{host}{path}", "targetMalformed"),
            ("http://{path}", "targetMalformed"),
            ("ftp://{host}{path}", "targetMalformed"),
            ("//{host}{path}", "pathAmbiguous"),
            ("{host}{path}", "targetMalformed"),
            ("{host}:80", "targetMalformed"),
            ("ws://{host}{path}", "targetMalformed"),
            ("file:///etc/passwd", "targetMalformed"),
            ("?x", "targetMalformed"),
            ("http://{host}/..{path}", "pathAmbiguous"),
            ("http://{host}//{path}", "pathAmbiguous"),
            ("*", "asteriskWithoutOptions"),
            ("*{path}", "targetMalformed"),
            ("http://{host}\\{path}", "authorityMismatch"),
        ], lambda target: head(target=target) + "{hidden}"
    )
    cases.append(
        Case(
            "Absolute form", "no Host", "GET http://{host}{path} HTTP/1.1\r\nX-API-Key: {key}\r\n\r\n{hidden}",
            [Refused("hostMissing")]
        )
    )
    for scheme in ("http", "HTTP", "https"):
        cases.append(
            Case(
                "Absolute form", f"accepted {scheme}", head(target=f"{scheme}://{{host}}{{path}}?a=b"),
                [Seen(target="{path}?a=b")]
            )
        )
    cases.append(Case("Absolute form", "other case", head(target="http://{HOST}{path}"), [Seen()]))
    return cases


def paths() -> list[Case]:
    ambiguous = [
        "/.",
        "/..",
        "/./a",
        "/../a",
        "{path}/./b",
        "{path}/../b",
        "{path}/..",
        "{path}/.",
        "/..;{path}",
        "/.;x=1{path}",
        "{path}/..;x",
        "{path};a",
        "{path};a/b",
        ";{path}",
        "{path}%3Ba",
        "{path}%3b",
        "{path}/..%3bx",
        "/{path}",
        "{path}//b",
        "{path}//",
        "{path}/;x",
        "{path}\\b",
        "/..\\a",
        "\\{path}",
        "{path}%2fb",
        "{path}%2Fb",
        "/%2f{path}",
        "{path}%5cb",
        "{path}%5C",
        "{path}%00",
        "{path}%00.txt",
        "{path}.",
        "{path}./b",
        "{path}...",
        "{path}%20",
        "{path}%20/b",
        "/%20{path}",
        "{path}%0d%0aX:y",
        "{path}%0a",
        "{path}%09",
        "{path}%7f",
        "/%2e{path}",
        "/%2E%2e{path}",
        "/.%2e{path}",
        "/%2e.{path}",
        "{path}%61",
        "{path}%41dmin",
        "{path}%7E",
        "{path}%2D",
        "{path}%5f",
        "{path}%252f",
        "{path}%252e%252e",
        "{path}%2561",
        "{path}%25%36%31",
        "{path}%c0%af",
        "{path}%C0%ae",
        "{path}%C1%9c",
        "{path}%ff",
        "{path}%e0%80%af",
        "{path}%F0%80%80%AF",
        "{path}%f8%80",
    ]
    cases = refused(
        "Paths", [(path, "targetMalformed" if path.startswith(("\\", ";")) else "pathAmbiguous") for path in ambiguous],
        lambda path: head(target=path) + "{hidden}"
    )
    cases += refused(
        "Paths", [
            ("{path}%", "targetEscapeInvalid"),
            ("{path}%4", "targetEscapeInvalid"),
            ("{path}%zz", "targetEscapeInvalid"),
            ("{path}%u002f", "targetEscapeInvalid"),
            ("{path}?%", "targetEscapeInvalid"),
            ("{path}?%u0000", "targetEscapeInvalid"),
            ("{path}#", "targetFragment"),
            ("{path}#/../admin", "targetFragment"),
            ("{path}?a#b", "targetFragment"),
            ("{path}\x00", "targetByteForbidden"),
            ("{path}\x01", "targetByteForbidden"),
            ("{path}\x7f", "targetByteForbidden"),
            ("{path}\xe9", "targetByteForbidden"),
            ("{path}?\xe9", "targetByteForbidden"),
            ("{path}\x85", "targetByteForbidden"),
            ("{path}{", "targetMalformed"),
            ("{path}|a", "targetMalformed"),
            ('{path}"', "targetMalformed"),
            ("{path}<a>", "targetMalformed"),
            ("{path}^", "targetMalformed"),
            ("{path}`", "targetMalformed"),
            ("{path}[a]", "targetMalformed"),
            ("{path}" + "a" * 8_192, "targetTooLong"),
        ], lambda path: head(target=path) + "{hidden}"
    )
    for target in (
        "{path}/",
        "{path}/b.c",
        "{path}/.b",
        "{path}/..b",
        "{path}/...b",
        "{path}?a=b&c=d",
        "{path}?",
        "{path}??",
        "{path}?a=/../b",
        "{path}?a=//b;c",
        "{path}/~a",
        "{path}/a:b",
        "{path}/@a",
        "{path}/a,b",
        "{path}/a=b",
        "{path}/!$&'()*+",
        "{path}/a%20b",
        "{path}/%C3%A9",
        "{path}/%3A",
        "{path}/%40%26",
        "{path}/%25",
        "{path}/%25zz",
        "{path}?%2f%00%2e",
        "{path}?a=%0d%0a",
        "{path}?a[]=b|{c}^`\"<>\\'",
        "{path}/%E2%82%AC",
        "{path}?a=b%20c+d",
        "{path}/" + "a" * 4_000,
    ):
        cases.append(Case("Paths", f"accepted {target[:24]}", head(target=target), [Seen(target=target)]))
    return cases


def connections() -> list[Case]:
    cases = refused(
        "Connection", [
            ("Connection: a b", "connectionInvalid"),
            ('Connection: "close"', "connectionInvalid"),
            ("Connection: close;x", "connectionInvalid"),
            ("Connection: " + "a," * 17, "tooManyConnectionOptions"),
            ("Connection: Host", "connectionNominatesFraming"),
            ("Connection: close\x00", "fieldValueByteForbidden"),
        ], lambda fields: head(fields=fields) + "{hidden}"
    )
    cases.append(
        Case(
            "Connection", "named fields end here", head(fields="Connection: X-Hop\r\nX-Hop: a\r\nX-Odd: b"),
            [Seen(fields=[("X-Odd", "b")])]
        )
    )
    cases.append(Case("Connection", "the key ends here", head(fields="Connection: x-api-key"), [Seen()]))
    cases.append(
        Case(
            "Connection", "claims end here",
            head(
                fields=(
                    "X-Forwarded-For: forged\r\nX.Forwarded.For: forged\r\nGatehouse-Key-Id: forged\r\n"
                    "gatehouse_owner: forged\r\n"
                    "X_Consumer~Id: forged\r\n"
                    "Forwarded: for=forged\r\nX-Original-URL: /forged\r\nX-HTTP-Method-Override: forged\r\n"
                    "Proxy: forged\r\n"
                    "TE: trailers, forged\r\nKeep-Alive: forged"
                )
            ), [Seen()]
        )
    )
    cases.append(Case("Connection", "HTTP2-Settings", head(fields="HTTP2-Settings: AAMAAABkAAQAAP__"), [Seen()]))
    cases.append(Case("Connection", "Upgrade alone", head(fields="Upgrade: h2c"), [Seen()]))
    for name in ("h2c", "websocket"):
        cases.append(
            Case(
                "Connection", f"upgrade to {name}",
                head(fields=f"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: {name}\r\nHTTP2-Settings: AA"),
                [Refused(501)]
            )
        )
    return cases


def all_cases() -> list[Case]:
    return [case for make in (hosts, absolute_forms, paths, connections) for case in make()]
