"""A lean visitor, and the processor time and memory of the server it visits."""

import re
import socket
import threading
import time
from collections.abc import Callable
from itertools import count
from urllib.parse import quote_plus

import psutil

from tests.support.server import Server

_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"|value="([^"]+)" name="csrf_token"')
_VALUE = re.compile(rb'<input[^>]*name="answer"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="answer"')
_addresses = count(1)


class Visitor:
    """One connection, a few cookies, an address of its own; it reads no more of a page than it needs."""

    def __init__(self, server: Server) -> None:
        self.host = server.settings.bind
        self.call()
        self.begin_anew()

    def call(self) -> None:
        """Open the connection; the server hangs up on whoever is silent for long."""
        host, port = self.host.split(":")
        self.line = socket.create_connection((host, int(port)), timeout=60)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = time.monotonic()

    def begin_anew(self) -> None:
        """Be somebody else, on the same wire: no cookies, another address."""
        number = next(_addresses)
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        """A page; any answer but 200 is an error of the bench."""
        status, _, body = self.ask("GET", path)
        assert status == 200, f"GET {path} answered {status}"
        return body

    def post(self, path: str, *pairs: tuple[str, str]) -> str:
        """Send a form; where it leads."""
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
        status, to, _ = self.ask("POST", path, body)
        assert status == 303, f"POST {path} answered {status}"
        return to

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, str, bytes]:
        """One exchange: status, Location, body."""
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"X-Forwarded-For: {self.address}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if time.monotonic() - self.heard > 3:
            self.line.close()
            self.call()
        self.line.sendall("\r\n".join([*head, "", ""]).encode() + body)
        answer = self._answer()
        self.heard = time.monotonic()
        return answer

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def _answer(self) -> tuple[int, str, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            part = self.line.recv(65536)
            assert part, "the server hung up"
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length, to = 0, ""
        for text in head.decode("latin-1").split("\r\n")[1:]:
            name, _, value = text.partition(": ")
            name = name.lower()
            if name == "content-length":
                length = int(value)
            elif name == "location":
                to = value
            elif name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        while len(body) < length:
            body += self.line.recv(65536)
        return int(head[9:12]), to, body


def token(page: bytes) -> str:
    """The CSRF token on a page."""
    found = _TOKEN.search(page)
    assert found is not None, "no token on this page"
    return (found.group(1) or found.group(2)).decode()


def first_choice(page: bytes) -> str:
    """The first answer offered, or nothing where one is written."""
    found = _VALUE.search(page)
    return (found.group(1) or found.group(2)).decode() if found else ""


def processes(server: Server) -> list[psutil.Process]:
    """The web server with its workers, and the background worker where it runs."""
    leaders = [psutil.Process(group.pid) for group in server.groups]
    return [one for leader in leaders for one in [leader, *leader.children(recursive=True)]]


def processor_seconds(server: Server) -> float:
    """What the server has used so far."""
    times = [one.cpu_times() for one in processes(server)]
    return sum(one.user + one.system for one in times)


def memory(server: Server) -> float:
    """Megabytes, each shared page counted once over those who share it (PSS)."""
    return sum(one.memory_full_info().pss for one in processes(server)) / 1e6


def cost(server: Server, times: int, do: Callable[[], object]) -> float:
    """Milliseconds of the server's processor time for each of so many."""
    before = processor_seconds(server)
    for _ in range(times):
        do()
    return (processor_seconds(server) - before) * 1000 / times


def rate(server: Server, seconds: float, clients: int, do: Callable[[Visitor], int]) -> float:
    """How many a second so many clients get done at once; `do` returns how many it did."""
    done, until = [0] * clients, time.monotonic() + seconds
    broken: list[BaseException] = []

    def run(number: int) -> None:
        try:
            visitor = Visitor(server)
            while time.monotonic() < until:
                done[number] += do(visitor)
            visitor.close()
        except BaseException as problem:
            broken.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return sum(done) / (time.monotonic() - began)
