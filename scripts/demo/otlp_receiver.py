#!/usr/bin/env python3
"""Receives OTLP over HTTP on the loopback interface and keeps each request body as it came.

    python3 otlp_receiver.py --port 8802 --into build/demo/raw

A POST to /RUN/v1/traces becomes RUN/000001.binpb, 000002.binpb, ... (bare ExportTraceServiceRequest messages).
"""
import argparse
import gzip
import itertools
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up are no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    into = Path(".")
    numbers = itertools.count(1)

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._answer()

    def do_POST(self):
        body = self._body()
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        run, _, rest = self.path.strip("/").partition("/")
        if rest == "v1/traces":
            folder = self.into / run
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{next(self.numbers):06d}.binpb").write_bytes(body)
        self._answer()

    def _body(self):
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self):
        """An empty ExportTraceServiceResponse is zero bytes."""
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()


def main():
    arguments = argparse.ArgumentParser(description="Keeps OTLP request bodies.")
    arguments.add_argument("--port", type=int, default=8802)
    arguments.add_argument("--into", type=Path, required=True)
    options = arguments.parse_args()
    Handler.into = options.into
    Server(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
