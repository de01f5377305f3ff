"""`python -m portal run`: everything the portal needs, in one command that leaves nothing behind."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config import Settings
from portal.core.errors import RuleError
from portal.serving.supervisor import Child, Supervisor

PORTAL = (sys.executable, "-m", "portal")
WEB = (sys.executable, "-m", "gunicorn", "-c", "python:portal.serving.gunicorn_settings", "portal.wsgi:app")


def run(environ: Mapping[str, str], *, demo: bool) -> int:
    """Prepare, start the web server and the worker, say where they are, and stop them when asked."""
    environ = demo_environment(environ) if demo else dict(environ)
    settings = Settings.from_env(environ).checked()
    refuse_busy(settings.bind)
    sign_ins = _prepare(environ) if demo else ""
    children = (Child("web server", WEB, environ), Child("worker", (*PORTAL, "worker"), environ))
    supervisor = Supervisor(children, answers=lambda: answers(settings.bind))
    return supervisor.run(on_ready=lambda: _announce(settings, sign_ins))


def demo_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The demonstration has a database and keys of its own: invented people never meet real ones."""
    if environ.get("PORTAL_DEMO") == "1":
        return dict(environ)
    if "DATABASE_URL" in environ or "PORTAL_VAR" in environ:
        raise RuleError(
            "DATABASE_URL or PORTAL_VAR is set, and the demonstration must never enter a real database. Unset"
            " them, or set PORTAL_DEMO=1 as well if that database is the demonstration's own."
        )
    var_dir = Settings.from_env({}).var_dir / "demo"
    own = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(var_dir), "PORTAL_KEYS": str(var_dir / "keys")}
    return {**environ, **own}


def refuse_busy(bind: str) -> None:
    """Say plainly that somebody else has the port, and how to take another."""
    host, port = host_and_port(bind)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as reason:
            raise RuleError(
                f"The site cannot use {bind}: {reason.strerror}."
                f" Choose another port: PORTAL_BIND={bind.rsplit(':', 1)[0]}:{port + 1} make run"
            ) from None


def host_and_port(bind: str) -> tuple[str, int]:
    """The two parts of PORTAL_BIND."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit():
        raise RuleError(f"PORTAL_BIND is {bind}: it must be an address and a port, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def answers(bind: str) -> bool:
    """Whether the site answers a request, whatever it says."""
    host, port = host_and_port(bind)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)  # noqa: S104 - asked of this machine
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        finally:
            connection.close()
    return False


def _prepare(environ: Mapping[str, str]) -> str:
    """Keys, schema and invented people, in a process that then goes and takes its memory along."""
    step = subprocess.run((*PORTAL, "prepare-demo"), env=dict(environ), stdout=subprocess.PIPE, text=True)
    if step.returncode != 0:
        raise RuleError("The demonstration could not be prepared; the reason stands above.")
    return step.stdout


def _announce(settings: Settings, sign_ins: str) -> None:
    folder = Path(settings.var_dir)
    print(f"\nThe portal is running at {settings.origin}\n", flush=True)
    if sign_ins:
        print(sign_ins, flush=True)
        print(f"Everybody in it is invented. It lives in {folder}; delete that folder to begin again.")
    print("Ctrl-C stops it.", flush=True)
