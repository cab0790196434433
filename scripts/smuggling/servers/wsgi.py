"""A WSGI application that answers every request with what it was, and writes it down (SEEN_FILE)."""

import json
import os


def application(environ, start_response):
    target = environ["RAW_URI"]
    heedless = target.startswith("/heedless")
    body = b"" if heedless else environ["wsgi.input"].read()
    fields = [[name[5:], value] for name, value in environ.items() if name.startswith("HTTP_")]
    fields += [[name, environ[name]] for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)]
    seen = {"method": environ["REQUEST_METHOD"], "target": target, "fields": fields, "body": body.decode("latin-1")}
    text = json.dumps(seen).encode()
    with open(os.environ["SEEN_FILE"], "ab", buffering=0) as file:
        file.write(text + b"\n")
    start_response("200 OK", [("X-Seen-Target", target), ("Content-Length", str(len(text)))])
    return [b"" if seen["method"] == "HEAD" else text]
