"""The peer of the desk: a form is one row with the next number, kept at once; a page tells it."""

from __future__ import annotations

import json
import os
import sqlite3
import threading

import flask

application = flask.Flask(__name__)
_held = threading.local()


def _database() -> sqlite3.Connection:
    """One connection a thread; a write that was answered is on the disk."""
    if not hasattr(_held, "database"):
        connection = sqlite3.connect(
            os.environ["PEER_DATABASE"], timeout=60, isolation_level="IMMEDIATE"
        )
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE IF NOT EXISTS matter (id INTEGER PRIMARY KEY, content TEXT NOT NULL);"
        )
        _held.database = connection
    return _held.database


@application.get("/")
def first() -> str:
    """That it runs."""
    _database()
    return "ok"


@application.post("/site/<agency>/desk/new/<kind>/")
def bring(agency: str, kind: str) -> str:
    """Keep the form."""
    database = _database()
    with database:
        row = database.execute(
            "INSERT INTO matter (content) VALUES (?)",
            (json.dumps({"agency": agency, "kind": kind, **flask.request.form}),),
        )
    return flask.render_template_string(
        "<!doctype html><title>{{ kind }}</title>เลขใบรับ {{ number }}",
        kind=kind,
        number=row.lastrowid,
    )
