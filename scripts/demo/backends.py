"""The services behind the support bot: accounts and the help centre, as small WSGI apps over SQLite.

Each runs in this process on a port of its own with its own tracer provider, so their HTTP and database spans carry
their own resource and join the caller's trace through the traceparent header, as separate services do.
"""
import json
import socketserver
import sqlite3
import threading
import time
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from opentelemetry.instrumentation.sqlite3 import SQLite3Instrumentor
from opentelemetry.instrumentation.wsgi import OpenTelemetryMiddleware

from articles import ARTICLES

ACCOUNTS = [
    ("rosa.meyer@example.com", "locked", 10), ("li.wei@example.com", "active", 0), ("amir.haddad@example.com", "active", 2),
    ("sato.yuki@example.com", "active", 1), ("joao.pinto@example.com", "sso_managed", 0), ("nina.k@example.com", "active", 0),
]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class ThreadedServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(app, provider):
    """Serves a WSGI app with request spans on a free loopback port; returns its address."""
    traced = OpenTelemetryMiddleware(app, tracer_provider=provider)
    server = make_server("127.0.0.1", 0, traced, server_class=ThreadedServer, handler_class=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def answer(start_response, status, body):
    data = json.dumps(body, ensure_ascii=False).encode()
    start_response(status, [("content-type", "application/json"), ("content-length", str(len(data)))])
    return [data]


def connect(path, provider):
    """A traced connection; one per request, as SQLite wants it."""
    return SQLite3Instrumentor().instrument_connection(sqlite3.connect(path), tracer_provider=provider)


def prepare(path):
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE IF EXISTS accounts")
    connection.execute("DROP TABLE IF EXISTS articles")
    connection.execute("CREATE TABLE accounts (email TEXT PRIMARY KEY, state TEXT, failed_sign_ins INT)")
    connection.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, body TEXT)")
    connection.executemany("INSERT INTO accounts VALUES (?, ?, ?)", ACCOUNTS)
    connection.executemany("INSERT INTO articles VALUES (?, ?, ?)", [(i, *a) for i, a in ARTICLES.items()])
    connection.commit()
    connection.close()


def account_service(path, provider):
    """GET /accounts?email=..., with &fault=timeout for a database that does not answer in time."""
    def app(environ, start_response):
        query = parse_qs(environ.get("QUERY_STRING", ""))
        email = query.get("email", [""])[0]
        connection = connect(path, provider)
        try:
            cursor = connection.cursor()
            time.sleep(0.012)
            if query.get("fault") == ["timeout"]:
                time.sleep(0.9)
                cursor.execute("SELECT state, failed_sign_ins FROM accounts_replica WHERE email = ?", (email,))
            cursor.execute("SELECT state, failed_sign_ins FROM accounts WHERE email = ?", (email,))
            row = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM accounts WHERE state = 'locked'")
            if row is None:
                return answer(start_response, "404 Not Found", {"error": "no such account"})
            return answer(start_response, "200 OK", {"account": email, "state": row[0], "failed_sign_ins": row[1]})
        except sqlite3.OperationalError as error:
            return answer(start_response, "503 Service Unavailable", {"error": str(error)})
        finally:
            connection.close()
    return app


def help_center(path, provider):
    """GET /articles?ids=kb-1,kb-2&slow_ms=..."""
    def app(environ, start_response):
        query = parse_qs(environ.get("QUERY_STRING", ""))
        ids = query.get("ids", [""])[0].split(",")
        time.sleep(0.018 + int(query.get("slow_ms", ["0"])[0]) / 1000)
        connection = connect(path, provider)
        marks = ",".join("?" * len(ids))
        cursor = connection.cursor()
        cursor.execute(f"SELECT id, title, body FROM articles WHERE id IN ({marks})", ids)
        rows = cursor.fetchall()
        connection.close()
        return answer(start_response, "200 OK", [{"id": r[0], "title": r[1], "body": r[2]} for r in rows])
    return app
