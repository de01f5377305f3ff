"""The web server's own log, through the allow-list: no address, path or header of a request."""

from __future__ import annotations

import logging
import sys

from gunicorn.config import Config
from gunicorn.glogging import Logger

from portal.core.log import AllowList

Message = object


class QuietLogger(Logger):
    """Keeps the first two words of each message ("Worker timeout"), which never come from a request."""

    def setup(self, cfg: Config) -> None:
        """One handler, whatever else is configured."""
        super().setup(cfg)
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(AllowList())
        self.error_log.handlers = [handler]

    def critical(self, msg: Message, *args: object, **kwargs: object) -> None:
        """As a record without its arguments."""
        self._note(logging.CRITICAL, msg)

    def error(self, msg: Message, *args: object, **kwargs: object) -> None:
        """As a record without its arguments; the kind of an exception and where it was raised stay."""
        self._note(logging.ERROR, msg, with_exception=bool(kwargs.get("exc_info")))

    def warning(self, msg: Message, *args: object, **kwargs: object) -> None:
        """As a record without its arguments."""
        self._note(logging.WARNING, msg)

    def exception(self, msg: Message, *args: object, **kwargs: object) -> None:
        """The kind of the exception and where it was raised, without its text."""
        self._note(logging.ERROR, msg, with_exception=True)

    def _note(self, level: int, msg: Message, *, with_exception: bool = False) -> None:
        words = " ".join(str(msg).split()[:2])
        extra = {"portal": {"event": f"web server: {words}"}}
        self.error_log.log(level, "web server", exc_info=with_exception, extra=extra)
