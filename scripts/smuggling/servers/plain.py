"""http.server, which reads a body only where a program does: answers every request with what it was, and writes it.

usage: plain.py PORT FILE
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __getattr__(self, name):
        # Any method.
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def body(self) -> bytes:
        if self.path.startswith("/heedless"):
            return b""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def answer(self) -> None:
        body = self.body().decode("latin-1")
        seen = {"method": self.command, "target": self.path, "fields": self.headers.items(), "body": body}
        text = json.dumps(seen).encode()
        with open(sys.argv[2], "ab", buffering=0) as file:
            file.write(text + b"\n")
        self.send_response(200)
        self.send_header("X-Seen-Target", self.path)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else text)

    def log_message(self, format, *arguments) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
