"""The ways a message leaves: a folder while developing, mail over TLS, or GOV.UK Notify. One setting chooses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import socket
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from config import Settings, UnsafeSettings
from portal.core import clock
from portal.outbox.rules import Outcome

#: Seconds one try may take, far below the lease.
TIMEOUT = 30
#: Answers of a mail server that will be the same tomorrow begin with this.
_FOR_GOOD = 500
#: Seconds one try may take in all, however slowly the other side speaks; below the lease (`rules.LEASE`).
WHOLE_TRY = 150
#: Statuses of Notify for what did not arrive: one that a later try may mend, and one that none will.
_FAILED_FOR_NOW = frozenset({"temporary-failure", "technical-failure"})
_FAILED_FOR_GOOD = frozenset({"permanent-failure"})


@dataclass(frozen=True)
class Letter:
    """What goes out. `reference` is the same at every try; `taken_at` says which try it is."""

    reference: str
    to: str
    subject: str
    body: str
    taken_at: datetime | None = None


class Channel(ABC):
    """One way out."""

    @abstractmethod
    def send(self, letter: Letter) -> Outcome:
        """One try; never raises for what the other side does."""

    def arrived(self, reference: str) -> Outcome | None:
        """What became of a letter that nobody heard of; None where the channel cannot tell."""
        return None


class Folder(Channel):
    """A file for each letter, to look at while developing and in the demonstration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: Letter) -> Outcome:
        """Written whole under its reference, so that a second try changes nothing."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._path(letter.reference)
        part = target.with_suffix(".part")
        part.write_text(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}\n", encoding="utf-8")
        part.chmod(0o600)
        part.replace(target)
        return Outcome.SENT

    def arrived(self, reference: str) -> Outcome:
        """Whether its file is there."""
        return Outcome.SENT if self._path(reference).exists() else Outcome.NOT_NOW

    def _path(self, reference: str) -> Path:
        return self.folder / f"{hashlib.sha256(reference.encode()).hexdigest()[:32]}.txt"


class Mail(Channel):
    """SMTP over TLS. After the text was handed over and no answer came, nobody can tell whether it arrived."""

    def __init__(self, host: str, port: int, sender: str, login: tuple[str, str] | None) -> None:
        self.host, self.port, self.sender, self.login = host, port, sender, login

    def send(self, letter: Letter) -> Outcome:
        """Connect, say who we are, hand over. How the server says goodbye changes nothing about what it took."""
        try:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        except (OSError, smtplib.SMTPException):
            return Outcome.NOT_NOW
        # Each answer may take its time, and a server that says a letter every half minute never runs into that limit.
        over = threading.Timer(WHOLE_TRY, _cut, [server])
        over.daemon = True
        over.start()
        try:
            return self._hand_over(server, letter)
        finally:
            over.cancel()
            server.close()

    def _hand_over(self, server: smtplib.SMTP, letter: Letter) -> Outcome:
        try:
            self._secure(server)
            server.ehlo()
            for code, _ in (server.mail(self.sender), server.rcpt(letter.to)):
                if code >= 400:
                    return _refused(code)
        except (OSError, smtplib.SMTPException):
            return Outcome.NOT_NOW
        try:
            code, _ = server.data(self._message(letter))
        except smtplib.SMTPDataError as refused:
            return _refused(refused.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Outcome.UNSURE
        return Outcome.SENT if code < 400 else _refused(code)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.starttls(context=ssl.create_default_context())
        if self.login:
            server.ehlo()
            server.login(*self.login)

    def _message(self, letter: Letter) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, letter.to, letter.subject
        digest = hashlib.sha256(letter.reference.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self.sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message.as_bytes()


class Notify(Channel):
    """GOV.UK Notify by its HTTP API (docs.notifications.service.gov.uk): one template with `subject` and `body`."""

    def __init__(self, address: str, key: str, template: str) -> None:
        self.address, self.template = address.rstrip("/"), template
        self.service, self.secret = key[-73:-37], key[-36:]

    def send(self, letter: Letter) -> Outcome:
        """Notify takes a reference, so that a lost answer can be asked about."""
        data = {
            "email_address": letter.to,
            "template_id": self.template,
            "reference": letter.reference,
            "personalisation": {"subject": letter.subject, "body": letter.body},
        }
        try:
            self._ask("/v2/notifications/email", json.dumps(data).encode())
        except urllib.error.HTTPError as answer:
            again = answer.code >= 500 or answer.code in (403, 429)
            return Outcome.NOT_NOW if again else Outcome.NEVER
        except (OSError, ValueError):
            return Outcome.UNSURE
        return Outcome.SENT

    def arrived(self, reference: str) -> Outcome | None:
        """Asked by the reference; None while Notify does not answer."""
        try:
            found = self._ask(f"/v2/notifications?reference={urllib.parse.quote(reference)}")
            states = {one["status"] for one in json.loads(found)["notifications"]}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return _came_to(states)

    def _ask(self, path: str, data: bytes | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data=data, headers=headers)  # noqa: S310 - our setting
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            found: bytes = answer.read(1_000_000)
            return found

    def _token(self) -> str:
        """A JSON web token (RFC 7519) for this service, signed with HMAC-SHA256."""
        head = {"typ": "JWT", "alg": "HS256"}
        claims = {"iss": self.service, "iat": int(clock.now().timestamp())}
        signed = b".".join(_part(json.dumps(one).encode()) for one in (head, claims))
        return (signed + b"." + _part(hmac.digest(self.secret.encode(), signed, hashlib.sha256))).decode()


def _cut(server: smtplib.SMTP) -> None:
    """End a try that takes too long: whatever waits for an answer gets an error at once."""
    if isinstance(server.sock, socket.socket):
        with suppress(OSError):
            socket.socket.shutdown(server.sock, socket.SHUT_RDWR)


def channel_of(settings: Settings) -> Channel:
    """The channel the settings name. UnsafeSettings where something of it is missing."""
    if settings.mail_channel == "file":
        return Folder(settings.var_dir / "outbox")
    if settings.mail_channel == "smtp" and settings.smtp_host and settings.mail_from:
        secret = settings.keys_dir / "smtp.password"
        login = (settings.smtp_user, secret.read_text(encoding="utf-8").strip()) if settings.smtp_user else None
        return Mail(settings.smtp_host, settings.smtp_port, settings.mail_from, login)
    if settings.mail_channel == "notify" and settings.notify_template:
        key = (settings.keys_dir / "notify.key").read_text(encoding="utf-8").strip()
        return Notify(settings.notify_address, key, settings.notify_template)
    raise UnsafeSettings(
        "PORTAL_MAIL is file, smtp (with PORTAL_SMTP and PORTAL_MAIL_FROM) or notify (with PORTAL_NOTIFY_TEMPLATE)."
    )


def _came_to(states: set[str]) -> Outcome:
    """What Notify's statuses of one reference say together; one that is on its way outweighs those that failed."""
    if not states or states <= _FAILED_FOR_NOW:
        return Outcome.NOT_NOW
    if states <= _FAILED_FOR_NOW | _FAILED_FOR_GOOD:
        return Outcome.NEVER
    return Outcome.SENT


def _refused(code: int) -> Outcome:
    return Outcome.NEVER if code >= _FOR_GOOD else Outcome.NOT_NOW


def _part(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
