"""The door of the read API: a token in the Authorization header (RFC 6750), its scope, and how often it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import NoReturn, ParamSpec
from urllib.parse import unquote_plus
from uuid import UUID

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from portal.core import clock, db
from portal.core.access import program
from portal.core.limits import counters, seconds_to_next
from portal.core.problems import problem
from portal.open_data import operations, queries, rules
from portal.open_data.describing import MOST, USUAL
from portal.open_data.models import ApiToken, Scope
from portal.open_data.schema import Json

P = ParamSpec("P")
REALM = 'Bearer realm="read API"'
_MINUTE = 60
_IN_ADDRESS = (
    "A token never stands in an address, where logs and histories keep it. Send it as Authorization: Bearer. Revoke"
    " the one that was sent, and make a new one."
)
_KEYS_IN_ADDRESSES = frozenset({"access_token", "api_key", "apikey", "key", "token"})


class Refused(HTTPException):
    """An answer that ends the request here."""


def by_token(*scopes: Scope) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Open a view to programs whose token has one of these scopes; `token()` is theirs."""

    def guard(view: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(view)
        def call(*args: P.args, **kwargs: P.kwargs) -> Response:
            refuse_tokens_in_address()
            found = _find()
            if not found.opens.intersection(scopes):
                _refuse_scope(scopes)
            _count(found)
            g.api_token = _noted(found)
            return view(*args, **kwargs)

        return program(call)

    return guard


def token() -> ApiToken:
    """The token of this request."""
    found: ApiToken = g.api_token
    return found


def refuse_tokens_in_address() -> None:
    """Refuse a request that has a token, or what is named like one, in its address."""
    address = unquote_plus(request.full_path)
    if rules.SHAPE.search(address) or _KEYS_IN_ADDRESSES.intersection(name.lower() for name in request.args):
        refuse(400, _IN_ADDRESS)


def refuse(status: int, detail: str = "", **headers: str) -> NoReturn:
    """End the request with a problem."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    raise Refused(response=problem(status, detail, named))


def asked(*names: str) -> tuple[UUID | None, int]:
    """Cursor and limit, as far as these names are read here; anything else behind the question mark is refused."""
    for name in request.args:
        if name not in names or len(request.args.getlist(name)) > 1:
            refuse(400, f"Behind the question mark this address reads {' and '.join(names) or 'nothing'}, each once.")
    return _cursor(request.args.get("cursor")), _limit(request.args.get("limit"))


def answer(body: Json, *, goes_on: str | None = None, kind: str = "application/json") -> Response:
    """JSON with a validator. It may be kept by whoever asked, and is asked for again each time."""
    return checked(
        Response(json.dumps(body, ensure_ascii=False), content_type=kind),
        Cache_Control="private, no-cache",
        Vary="Authorization, Accept-Language",
        **({"Link": f'<{goes_on}>; rel="next"'} if goes_on else {}),
    )


def checked(response: Response, **headers: str) -> Response:
    """With an ETag over the bytes, and 304 where the reader has them. No Last-Modified: a list out of which something
    went is not newer by any date, and whoever asked by dates would go on showing it."""
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    response.add_etag()
    response.make_conditional(request)
    return response


def _find() -> ApiToken:
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if not sent:
        refuse(401, "Send a token as Authorization: Bearer.", WWW_Authenticate=REALM)
    found = queries.find_token(sent.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        said = "This token does not work: it is unknown, ended or revoked, or whoever made it left."
        refuse(401, said, WWW_Authenticate=f'{REALM}, error="invalid_token"')
    return found


def _refuse_scope(scopes: tuple[Scope, ...]) -> NoReturn:
    names = " or ".join(scope.value for scope in scopes)
    wanted = f'{REALM}, error="insufficient_scope", scope="{" ".join(scope.value for scope in scopes)}"'
    refuse(403, f"This token has no scope for it: {names}.", WWW_Authenticate=wanted)


def _count(found: ApiToken) -> None:
    """Counts that cannot be kept shut nobody out."""
    number = 0
    with suppress(counters().base_exceptions):
        number = counters().add(f"api|{found.id}", _MINUTE)
    if number > rules.EACH_MINUTE:
        refuse(429, Retry_After=str(seconds_to_next(_MINUTE)))


def _noted(found: ApiToken) -> ApiToken:
    """Once a day a reading is a write: in a small transaction of its own, before the page is read."""
    if found.last_used_on == clock.today():
        return found
    db.session.remove()
    db.set_writing(True)
    try:
        mine = db.get(ApiToken, found.id)
        operations.note_use(mine)
        db.session.commit()
    finally:
        db.session.remove()
        db.set_writing(False)
    return db.get(ApiToken, found.id)


def _cursor(sent: str | None) -> UUID | None:
    if sent is None:
        return None
    try:
        return UUID(sent)
    except ValueError:
        refuse(400, "This is no cursor. Take the one in `next` of the answer before.")


def _limit(sent: str | None) -> int:
    if sent is None:
        return USUAL
    if not (sent.isascii() and sent.isdigit() and len(sent) < 5 and 1 <= int(sent) <= MOST):
        refuse(400, f"The limit is a whole number from 1 to {MOST}.")
    return int(sent)
