"""A test client that signs people in by storing a visit, sends CSRF tokens, and checks every page it gets."""

import re
import secrets
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.accounts.sessions import DatabaseSessions
from portal.core.access import Role

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class PageClient(FlaskClient):
    """`post_form(url, data)` first gets the page, like a person, and sends its token along."""

    def sign_in(self, account: Account, role: Role | None) -> None:
        """Begin a working visit as this account."""
        token = secrets.token_urlsafe(32)
        values = {
            "_user_id": str(account.id),
            "_fresh": True,
            "role": role.value if role else None,
            "csrf_token": secrets.token_hex(20),
        }
        DatabaseSessions().save(token, values)
        self.set_cookie("work", token, domain="127.0.0.1")

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Every HTML page must be whole: one h1, a title, unique ids, no unescaped template."""
        kwargs.setdefault("base_url", "http://127.0.0.1:8000")
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code == 200:
            check_page(response.text)
        return response

    def post_form(self, url: str, data: dict[str, Any] | None = None, *, page: str | None = None) -> TestResponse:
        """Get `page` (or the same address) for its token, then post."""
        found = _TOKEN.search(self.get(page or url).text)
        return self.post(url, data={"csrf_token": found.group(1) if found else "", **(data or {})})


def check_page(html: str) -> None:
    """Raise AssertionError for what no page may do."""
    assert html.count("<h1") == 1, f"{html.count('<h1')} h1 elements"
    assert re.search(r"<title>\s*\S", html), "no title"
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), f"ids stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html), "inline style or script"
    assert "{{" not in html, "template left over"
    assert "{%" not in html, "template left over"
