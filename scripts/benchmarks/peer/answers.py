"""The peer of the surveys: a form is one row, kept at once; no check, no key, no sitting."""

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
            "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, content TEXT NOT NULL);"
        )
        _held.database = connection
    return _held.database


@application.get("/")
def first() -> str:
    """That it runs."""
    _database()
    return "ok"


@application.post("/s/<code>/")
def answer(code: str) -> str:
    """Keep the form."""
    database = _database()
    with database:
        database.execute(
            "INSERT INTO answer (content) VALUES (?)",
            (json.dumps({"code": code, **flask.request.form}),),
        )
    return flask.render_template_string("<!doctype html><title>{{ code }}</title>ขอบคุณ", code=code)
