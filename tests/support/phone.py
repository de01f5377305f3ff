"""A young person's phone without a browser: one connection, its cookies, and forms sent as they stand on the page."""

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

Pairs = list[tuple[str, str]]
WRITTEN = frozenset({"text", "textarea", "password", "search", "tel", "email", "number", "date"})


@dataclass
class Control:
    """One field: `kind` is an input's type, `textarea`, `select`, `select-many`, or `button`."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    longest: int | None = None

    @property
    def is_written(self) -> bool:
        """Whether somebody types into it."""
        return self.kind in WRITTEN


@dataclass
class FormSeen:
    """A form as a page shows it."""

    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def as_it_stands(self) -> Pairs:
        """What a browser would send if nobody touched it."""
        return [
            (control.name, value)
            for control in self.controls.values()
            if control.kind != "button"
            for value in control.chosen
        ]

    def filled(self, **given: str | Sequence[str]) -> Pairs:
        """The same with some fields changed; a field the page does not have is an error of the test."""
        assert given.keys() <= self.controls.keys(), f"{self.action} has {sorted(self.controls)}, not {sorted(given)}"
        pairs = [(name, value) for name, value in self.as_it_stands() if name not in given]
        for name, value in given.items():
            pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return pairs


class Page(HTMLParser):
    """The forms and links of a page, and every element on it (for what must not be there)."""

    def __init__(self, html: str, path: str = "/") -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms: list[FormSeen] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._form: FormSeen | None = None
        self._area: Control | None = None
        self._select: Control | None = None
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """What a person reads."""
        return "".join(self.texts)

    def form(self, *names: str) -> FormSeen:
        """The first form that has these fields."""
        for one in self.forms:
            if one.method == "post" and one.controls.keys() >= set(names):
                return one
        raise AssertionError(f"{self.path} has no form with {names}: {[sorted(f.controls) for f in self.forms]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.path, given["href"]))
        elif tag == "form":
            action = urljoin(self.path, given.get("action") or self.path)
            self._form = FormSeen(action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "option":
            self._option(given)
        elif self._form is not None and tag in ("input", "textarea", "select", "button"):
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a field."""
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._area is not None:  # browsers drop one newline right after the tag
                self._area.chosen = ["".join(self._area.chosen).removeprefix("\n")]
            self._area = None
        elif tag == "select" and self._select is not None:
            if not self._select.chosen and self._select.kind == "select":
                self._select.chosen = self._select.values[:1]
            self._select = None

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)
        if self._area is not None:
            self._area.chosen.append(data)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = given.get("name", ""), _kind(tag, given)
        if not name:
            return
        control = self._form.controls.setdefault(name, Control(name, kind))
        if given.get("maxlength", "").isdigit():
            control.longest = int(given["maxlength"])
        if tag == "input":
            value = given.get("value", "on" if kind in ("checkbox", "radio") else "")
            control.values.append(value)
            if kind not in ("checkbox", "radio", "button") or "checked" in given:
                control.chosen.append(value)
        elif tag == "textarea":
            self._area = control
        elif tag == "select":
            self._select = control
        else:
            control.values.append(given.get("value", ""))

    def _option(self, given: dict[str, str]) -> None:
        if self._select is None:
            return
        self._select.values.append(given.get("value", ""))
        if "selected" in given:
            self._select.chosen.append(given.get("value", ""))


def _kind(tag: str, given: dict[str, str]) -> str:
    kind = given.get("type", "text") if tag == "input" else tag
    if kind in ("button", "submit", "image", "reset"):
        return "button"
    return "select-many" if tag == "select" and "multiple" in given else kind


@dataclass
class Reply:
    """An answer of the site."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def page(self) -> Page:
        """The body as a page."""
        return Page(self.text, self.path)

    @property
    def to(self) -> str:
        """Where a redirect leads."""
        return next((value for name, value in self.headers if name.lower() == "location"), "")


Ways = Mapping[str, str]


_open: set[http.client.HTTPConnection] = set()


def hang_up_all() -> None:
    """Close every connection that is still open."""
    while _open:
        _open.pop().close()


class Phone:
    """A visitor of one installation. `seen` holds every address asked for and every header that came back."""

    def __init__(self, url: str, *, timeout: float = 20.0, **headers: str) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.timeout = timeout
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies: dict[str, str] = {}
        self.seen: list[str] = []
        self.last: Reply | None = None
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Reply:
        """Open a page and, like a browser, follow where it leads."""
        return self._follow(self.request("GET", path))

    def post(self, path: str, pairs: Pairs) -> Reply:
        """Send a form; the answer as it comes, redirects not followed."""
        body = urlencode(pairs).encode()
        return self.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, form: FormSeen, **given: str | Sequence[str]) -> Reply:
        """Send a form of the last page with some fields filled in, and follow."""
        return self._follow(self.post(form.action, form.filled(**given)))

    def request(self, method: str, path: str, body: bytes | None = None, headers: Ways | None = None) -> Reply:
        """One exchange."""
        sent = {"Host": f"{self.host}:{self.port}", **self.headers, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            raw = self._exchange(method, path, body, sent)
        except (http.client.HTTPException, OSError):
            self.hang_up()
            raise
        self.last = Reply(raw.status, raw.getheaders(), raw.read(), path)
        self.seen.append(path)
        for name, value in self.last.headers:
            self.seen.append(f"{name}: {value}")
            if name.lower() == "set-cookie":
                self._keep_cookie(value)
        return self.last

    def hang_up(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            _open.discard(self._connection)
            self._connection.close()
            self._connection = None

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
            _open.add(self._connection)
        self._connection.request(method, path, body=body, headers=dict(headers))
        return self._connection.getresponse()

    def _keep_cookie(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    def _follow(self, reply: Reply) -> Reply:
        for _ in range(5):
            if reply.status not in (302, 303):
                return reply
            parts = urlsplit(reply.to)
            assert parts.netloc in ("", f"{self.host}:{self.port}"), f"led to another site: {reply.to}"
            reply = self.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        raise AssertionError("redirected in a circle")


def first_question(phone: Phone, slug: str) -> str:
    """Where the start page leads."""
    links = [link for link in phone.get(f"/say/{slug}").page.links if link.startswith(f"/say/{slug}/")]
    return next(link for link in links if link.endswith("/age") or "/q/" in link)


def some_answer(form: FormSeen, words: str) -> dict[str, str | Sequence[str]]:
    """A middle choice, words, numbers in the order of the page, a place for each tile: whatever the page asks for."""
    given: dict[str, str | Sequence[str]] = {}
    each = [name for name in form.controls if name.startswith("answer-")]
    for place, name in enumerate(each, start=1):
        control = form.controls[name]
        given[name] = str(place) if control.is_written else control.values[place % len(control.values)]
    for name in ("answer", "age"):
        control = form.controls.get(name, Control(name, "none"))
        if control.is_written:
            given[name] = "4" if control.longest is None and control.kind == "text" else words[: control.longest]
        elif control.values:
            given[name] = control.values[len(control.values) // 2 :][:1]
    return given


def answer_all(phone: Phone, slug: str, *, words: str, name: str = "", who: str = "", share: bool = True) -> Page:
    """Answer every question (the first choice, a middle step, `words`), and stop at the look-over page."""
    reply = phone.get(first_question(phone, slug))
    for _ in range(60):
        assert reply.status == 200, f"{reply.path} answered {reply.status}"
        page = reply.page
        if reply.path.endswith("/check"):
            return page
        if reply.path.endswith("/who"):
            reply = phone.send(page.form("who"), **({"who": who} if who else {}), name=name)
        elif reply.path.endswith("/share"):
            form = page.form("purposes")
            reply = phone.send(form, **({"purposes": form.controls["purposes"].values} if share else {}))
        else:
            form = next(one for one in page.forms if one.method == "post" and one.action.startswith("/say/"))
            reply = phone.send(form, **some_answer(form, words))
    raise AssertionError("the look-over page never came")


def send_all(phone: Phone, slug: str, *, words: str, name: str = "", who: str = "", share: bool = True) -> list[str]:
    """A whole journey; the four words of the code."""
    page = answer_all(phone, slug, words=words, name=name, who=who, share=share)
    reply = phone.send(next(form for form in page.forms if form.action.endswith("/check")))
    assert reply.status == 200, reply.status
    return code_words(reply.text)


def code_words(html: str) -> list[str]:
    """The four words on a receipt page."""
    from portal.contributions.codes import WORDS_IN_CODE, word_list

    known = set(word_list())
    page = Page(html)
    listed = [word for words in _lists(page) for word in words]
    for start in range(len(listed) - WORDS_IN_CODE + 1):
        run = listed[start : start + WORDS_IN_CODE]
        if all(word in known for word in run):
            return run
    raise AssertionError("no code on this page")


def _lists(page: Page) -> list[list[str]]:
    """What buttons copy, then the text: wherever the code stands whole."""
    copied = [given["data-copy"].split() for _, given in page.elements if "data-copy" in given]
    return [*copied, page.text.split()]
