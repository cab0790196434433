"""An ASGI application that answers every request with what it was, and writes it down (SEEN_FILE)."""

import json
import os


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    target = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target += "?" + scope["query_string"].decode("latin-1")
    body = b""
    while not target.startswith("/heedless"):
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    fields = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]]
    seen = {"method": scope["method"], "target": target, "fields": fields, "body": body.decode("latin-1")}
    text = json.dumps(seen).encode()
    with open(os.environ["SEEN_FILE"], "ab", buffering=0) as file:
        file.write(text + b"\n")
    headers = [(b"x-seen-target", target.encode("latin-1")), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if seen["method"] == "HEAD" else text})
