"""Logging by allow-list: time, level, event, route, method, status, milliseconds, request id, role. Nothing else.

No path values, query, body, address, browser, or text of an exception: a traceback is file and line only.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from uuid import uuid4

from flask import Flask, Response, g, request

from portal.core.guard import acting_role
from portal.core.sessions import is_working

_FIELDS = ("event", "route", "method", "status", "ms", "request", "role", "where", "kind", "count")


class AllowList(logging.Formatter):
    """JSON with the permitted fields alone; the message of a foreign record is dropped, its origin kept."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        entry: dict[str, object] = {"at": round(record.created, 1), "level": record.levelname}
        own = getattr(record, "portal", None)
        entry |= {k: own[k] for k in _FIELDS if k in own} if own else {"event": f"log:{record.name}"}
        if record.exc_info and record.exc_info[0]:
            entry["kind"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            entry["where"] = [f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno}" for frame in frames[-8:]]
        return json.dumps(entry)


def configure() -> None:
    """Send every logger of the process through the allow-list."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowList())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("sqlalchemy", "werkzeug", "huey", "alembic", "flask-limiter", "gunicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)


def event(name: str, **fields: str | int | float) -> None:
    """Log that something happened; fields outside the allow-list are dropped."""
    logging.getLogger("portal").info(name, extra={"portal": {"event": name, **fields}})


def init_app(app: Flask) -> None:
    """Log each request of the working side, and failures anywhere; young people's requests only when they fail."""
    app.logger.handlers[:] = []
    app.logger.propagate = True

    @app.before_request
    def start() -> None:
        g.request_id, g.started = uuid4().hex[:12], time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if is_working(request.path) or response.status_code >= 500:
            role = acting_role() if is_working(request.path) else None
            event(
                "request",
                route=request.endpoint or "none",
                method=request.method,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
                request=g.get("request_id", ""),
                role=role.value if role else "none",
            )
        return response
