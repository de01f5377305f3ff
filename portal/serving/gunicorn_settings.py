"""How the web server runs: `gunicorn -c python:portal.serving.gunicorn_settings`, which reads these names."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from config import Settings

_settings = Settings.from_env()

bind = _settings.bind
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = True  # the workers share the memory of one start

# A request is short: long work is a row for the worker. A silent web worker is replaced after a minute.
timeout = 60
graceful_timeout = 30
keepalive = 5
# No worker is replaced for its age: a leak is a fault to mend, and an exchange could cut a submission.
max_requests = 0
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat file in memory

# Young paths are short, and no page needs long headers.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
forwarded_allow_ips = ""  # the application alone decides which proxy to believe (PORTAL_PROXY_HOPS)

accesslog = None  # an access log would tell who spoke, and when
errorlog = "-"
loglevel = "warning"
logger_class = "portal.serving.quiet_logger.QuietLogger"
control_socket_disable = True
proc_name = "portal-web"


def when_ready(server: Arbiter) -> None:
    """Leave what was loaded out of collection, so that the workers go on sharing its pages."""
    gc.collect()
    gc.freeze()


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """A SQLite handle carried into two processes can corrupt a database: none may be open here."""
    if carried := _open_databases():
        raise RuntimeError(f"open across the fork: {', '.join(carried)}")


def _open_databases() -> list[str]:
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        return []
    # The three standard streams may well be files of an operator in the same folder.
    own = (handle for handle in handles.iterdir() if handle.is_symlink() and int(handle.name) > 2)
    names = {os.readlink(handle) for handle in own}
    return sorted(name for name in names if name.startswith(f"{_settings.var_dir.resolve()}/"))
