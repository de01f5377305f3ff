"""The read API: what it hands out, to whom, and what it refuses."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.board.models import Action, Ask
from portal.commitments.models import Commitment
from portal.core import clock, db
from portal.core.access import PROGRAM, Role, access_of
from portal.core.problems import MEDIA_TYPE
from portal.disclosure.thresholds import Audience
from portal.evidence import operations as evidence_operations
from portal.evidence import queries as evidence_queries
from portal.evidence.models import Release
from portal.feedback.models import Feedback
from portal.open_data import operations, rules, shapes
from portal.open_data.models import ApiToken, Scope
from tests.factories import board, evidence, people, programs

API = "/api/v1"
SCOPES = {
    "/releases": Scope.FIGURES_PUBLIC,
    "/actions": Scope.ACTIONS,
    "/commitments": Scope.COMMITMENTS,
    "/stories": Scope.STORIES,
    "/reply-times": Scope.REPLY_TIMES,
}


def document(client):
    return client.get(f"{API}/openapi.json").get_json()


def fits(client, response, path):
    """Whether an answer is one that the description promises."""
    whole = document(client)
    promised = whole["paths"][path]["get"]["responses"][str(response.status_code)]
    assert response.mimetype in promised["content"]
    schema = promised["content"][response.mimetype]["schema"] | {"components": whole["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(response.get_json())


def everything(read, path, scope, limit=1):
    """A whole list, one part after another by `next`."""
    found, where, parts = [], f"{path}?limit={limit}", 0
    while where:
        body = read(where.replace("http://127.0.0.1:8000", ""), scope).get_json()
        found, where, parts = found + body["items"], body["next"], parts + 1
    return found, parts


def refused(response, status):
    """Whether a refusal is a problem with its status, keeps to the rules for pages, and sets no cookie."""
    assert response.status_code == status, response.text
    assert response.mimetype == MEDIA_TYPE
    body = response.get_json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return body["detail"]


def test_every_list_is_what_its_description_says(furnished, client, read):
    for path, scope in SCOPES.items():
        response = read(API + path, scope)
        assert response.status_code == 200
        assert response.get_json()["items"], path
        fits(client, response, path)
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Vary"] == "Authorization, Accept-Language"
        assert "Set-Cookie" not in response.headers
        assert "Access-Control-Allow-Origin" not in response.headers


def test_lists_hold_what_pages_show_each_once_in_parts(furnished, read):
    signed = set(db.session.scalars(select(Release.id).where(Release.signed_at.is_not(None))))
    promised = set(db.session.scalars(select(Commitment.id)))
    done = set(db.session.scalars(select(Action.id)))
    told = set(db.session.scalars(select(Feedback.id).where(Feedback.published_at.is_not(None))))
    for path, ids in {"/releases": signed, "/commitments": promised, "/actions": done, "/stories": told}.items():
        found, parts = everything(read, API + path, SCOPES[path])
        assert [one["id"] for one in found] == sorted(map(str, ids)), path
        assert parts == max(1, len(ids)), path
        assert everything(read, API + path, SCOPES[path], limit=100) == (found, 1)


def test_where_a_list_goes_on_stands_in_a_header_too(furnished, read):
    response = read(f"{API}/commitments?limit=1", Scope.COMMITMENTS)
    assert response.headers["Link"] == f'<{response.get_json()["next"]}>; rel="next"'
    assert response.get_json()["next"].startswith("http://127.0.0.1:8000/api/v1/commitments?cursor=")
    assert "Link" not in read(f"{API}/commitments", Scope.COMMITMENTS).headers


def figures_in(value):
    """Every figure anywhere in an answer."""
    if isinstance(value, dict):
        if "shown" in value:
            yield value
        else:
            for one in value.values():
                yield from figures_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from figures_in(one)


@pytest.mark.parametrize("scope", [Scope.FIGURES_PUBLIC, Scope.FIGURES_PARTNERS])
def test_no_number_is_handed_out_that_is_not_in_the_signed_release(furnished, client, read, scope):
    (head,) = read(f"{API}/releases", scope).get_json()["items"]
    response = read(head["url"].replace("http://127.0.0.1:8000", ""), scope)
    fits(client, response, "/releases/{release_id}")
    body = response.get_json()
    audience = rules.audience_of({scope})
    release = evidence_queries.signed_releases()[0]
    safe = evidence_queries.figures(release, audience)
    assert body["audience"] == audience.value
    assert body["digest"] == head["digest"] == release.digest
    assert [one["key"] for one in body["tables"]] == [one.key for one in safe.tables]
    shown = 0
    for handed, table in zip(body["tables"], safe.tables, strict=True):
        assert handed["base"]["shown"] == table.base.shown
        for cell in handed["cells"]:
            figure = table.cells[tuple(cell["labels"])]
            assert cell["figure"]["shown"] == figure.shown
            assert cell["figure"]["percent"] == (figure.percent if isinstance(figure.percent, int) else None)
            shown += figure.shown is not None
    assert shown
    every = list(figures_in(body))
    assert {one["shown"] for one in every if one["shown"] is not None} <= {
        figure.shown for table in safe.tables for figure in table.figures
    } | {safe.people.shown, safe.anonymous.shown if safe.anonymous else None}
    for one in every:
        assert (one["shown"] is None) == (one["why"] == shapes.HIDDEN)
        assert one["shown"] != 0


def test_the_two_editions_differ_where_the_public_is_told_less(app, read):
    wave, _ = evidence.make_closed_wave(200, slug="large")
    evidence.make_signed(wave)
    db.session.commit()
    (head,) = read(f"{API}/releases", Scope.FIGURES_PUBLIC).get_json()["items"]
    path = head["url"].replace("http://127.0.0.1:8000", "")
    public, partners = (
        list(figures_in(read(path, one).get_json())) for one in (Scope.FIGURES_PUBLIC, Scope.FIGURES_PARTNERS)
    )
    assert public != partners
    safe = evidence_queries.figures(evidence_queries.signed_releases()[0], Audience.PUBLIC)
    assert sum(one["shown"] is not None for one in public) <= sum(one["shown"] is not None for one in partners)
    assert min(one["shown"] for one in public if one["shown"] is not None) >= safe.tables[0].base.threshold


def test_a_draft_is_not_there(furnished, read):
    wave, _ = evidence.make_closed_wave(60, slug="draft")
    draft = evidence_operations.freeze_wave(wave, by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    heads = read(f"{API}/releases", Scope.FIGURES_PARTNERS).get_json()["items"]
    assert str(draft.id) not in {one["id"] for one in heads}
    refused(read(f"{API}/releases/{draft.id}", Scope.FIGURES_PARTNERS), 404)
    refused(read(f"{API}/releases/{uuid4()}", Scope.FIGURES_PARTNERS), 404)


def test_a_share_of_few_is_hidden_and_one_that_nobody_agreed_to_is_not_there(furnished, read):
    items = read(f"{API}/commitments", Scope.COMMITMENTS).get_json()["items"]
    measured = {one["name"]: one["readings"] for item in items for one in item["measures"]}
    assert [one["share"] for one in measured["Advocacy offered"]] == [{"shown": 60, "why": None}]
    assert [one["share"] for one in measured["Offered a bus pass"]] == [{"shown": None, "why": shapes.HIDDEN}]
    assert measured["Not agreed"] == []


def test_an_action_under_words_nobody_checked_yet_is_not_there(furnished, read):
    quote = board.make_quote()
    hidden = board.make_action(ask=quote)
    db.session.commit()
    assert str(hidden.id) in read(f"{API}/actions", Scope.ACTIONS).text
    db.session.get_one(Ask, quote.id).checked_at = None
    db.session.commit()
    assert str(hidden.id) not in read(f"{API}/actions", Scope.ACTIONS).text


def test_a_story_carries_the_organisations_words_and_no_quote(furnished, read):
    body = read(f"{API}/stories", Scope.STORIES)
    assert {one["you_said"] for one in body.get_json()["items"]} == {"We hardly see them"}
    assert "Let us see our brothers and sisters" not in body.text


def test_reply_times_count_what_organisations_did(furnished, read):
    (council,) = read(f"{API}/reply-times", Scope.REPLY_TIMES).get_json()["items"]
    assert council["organisation"] == "Testshire Council"
    assert council["answers"] == {"yes": 1, "partly": 0, "no": 0}
    assert (council["waiting"], council["late"], council["usual_days"]) == (1, 0, 0)


def test_what_did_not_change_is_not_sent_again(furnished, read):
    for path, scope in SCOPES.items():
        first = read(API + path, scope)
        again = read(API + path, scope, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    promise = db.session.scalars(select(Commitment)).first()
    promise.what = "Something else"
    first = read(f"{API}/commitments", Scope.COMMITMENTS)
    db.session.merge(promise).what = "Something else again"
    db.session.commit()
    changed = read(f"{API}/commitments", Scope.COMMITMENTS, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def programs_doors(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]


def test_every_address_but_the_description_wants_a_token(app, client):
    doors = {rule.rule: access_of(app.view_functions[rule.endpoint]) for rule in programs_doors(app)}
    assert {path for path, mark in doors.items() if mark != PROGRAM} == {f"{API}/openapi.json"}
    assert len(doors) == len(document(client)["paths"]) + 1
    for path in doors:
        if not path.endswith("openapi.json"):
            response = client.get(path.replace("<uuid:release_id>", str(uuid4())))
            refused(response, 401)
            assert response.headers["WWW-Authenticate"].startswith("Bearer ")


def test_one_scope_opens_its_own_addresses_and_no_other(furnished, read):
    for path, needed in SCOPES.items():
        for scope in Scope:
            response = read(API + path, scope)
            opens = scope is needed or (path == "/releases" and scope is Scope.FIGURES_PARTNERS)
            assert response.status_code == (200 if opens else 403), (path, scope)
            if not opens:
                assert needed.value in refused(response, 403)
                assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


def ask(client, text, path="/actions", **headers):
    return client.get(API + path, headers={"Authorization": text, **headers})


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer l2u_" + "a" * 43,
        "Bearer ' OR 1=1 --",
        "Bearer l2u_" + "'; DROP TABLE api_token; --".ljust(43, "x"),
        "Bearer " + "l2u_" + "a" * 100_000,
        "Bearer %00",
        "Bearer ü",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "l2u_" + "a" * 43,
        "",
    ],
)
def test_what_is_no_token_opens_nothing(furnished, client, sent):
    programs.make_token()
    db.session.commit()
    refused(ask(client, sent), 401)
    assert db.session.scalar(select(ApiToken)) is not None


def test_a_token_that_ended_opens_nothing(app, client, lead):
    made = {name: programs.make_token(Scope.ACTIONS, by=lead) for name in ("revoked", "expired", "works")}
    made["left"] = programs.make_token(Scope.ACTIONS, by=people.make_account(Role.CORPORATE_LEAD))
    made["moved"] = programs.make_token(Scope.ACTIONS, by=people.make_account(Role.CORPORATE_LEAD, organisation="NHS"))
    db.session.commit()
    assert {ask(client, f"Bearer {text}").status_code for _token, text in made.values()} == {200}
    rows = {name: db.session.merge(token) for name, (token, _text) in made.items()}
    operations.revoke(rows["revoked"], by=rows["revoked"].created_by)
    rows["expired"].expires_at = clock.now() - timedelta(seconds=1)
    rows["left"].created_by.active = False
    rows["moved"].created_by.organisation_id = rows["works"].organisation_id
    db.session.commit()
    found = {name: ask(client, f"Bearer {text}").status_code for name, (_token, text) in made.items()}
    assert found == {"revoked": 401, "expired": 401, "left": 401, "moved": 401, "works": 200}


def test_a_token_in_an_address_is_refused_even_a_good_one(app, client):
    _token, text = programs.make_token(Scope.ACTIONS)
    db.session.commit()
    for query in (f"access_token={text}", f"token={text}", f"cursor={text}", f"x={text}", "token=x", "API_KEY=x"):
        for sent in ({}, {"Authorization": f"Bearer {text}"}):
            for path in ("/actions", "/openapi.json"):
                said = refused(client.get(f"{API}{path}?{query}", headers=sent), 400)
                assert "Revoke" in said
                assert text not in said


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=-1", "limit=1.5", "limit=x", "limit=", "limit=9999999999999999999", "limit=٣"),
        *("cursor=", "cursor=x", "cursor=1'%20OR%20'1'='1", "cursor=%00", "offset=1", "limit=1&limit=2", "page=2"),
    ],
)
def test_what_is_no_parameter_is_refused(furnished, read, query):
    detail = refused(read(f"{API}/commitments?{query}", Scope.COMMITMENTS), 400)
    assert "OR '1'" not in detail


def test_addresses_that_read_no_parameter_refuse_every_one(furnished, read):
    refused(read(f"{API}/reply-times?limit=1", Scope.REPLY_TIMES), 400)


def test_nothing_answers_but_get(app, client):
    _token, text = programs.make_token()
    db.session.commit()
    for rule in programs_doors(app):
        path = rule.rule.replace("<uuid:release_id>", str(uuid4()))
        for method in ("OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
            for sent in ({}, {"Authorization": f"Bearer {text}"}):
                response = client.open(path, method=method, headers=sent, json={"a": 1})
                refused(response, 405)
                assert response.headers["Allow"] == "GET, HEAD"


def test_head_is_get_without_a_body(furnished, app, lead):
    _token, text = programs.make_token(by=lead)
    db.session.commit()
    for sent, status in (({"Authorization": f"Bearer {text}"}, 200), ({}, 401)):
        looked, asked = (
            app.test_client().open(f"{API}/actions", method=method, headers=sent) for method in ("GET", "HEAD")
        )
        assert (looked.status_code, asked.status_code, asked.data) == (status, status, b"")
        assert looked.headers.get("ETag") == asked.headers.get("ETag")


def test_an_address_that_is_not_there_answers_programs_in_their_language(client):
    for path in ("/api", "/api/", "/api/v2/actions", f"{API}/nothing", f"{API}/releases/no-id", f"{API}/releases/"):
        refused(client.get(path), 404)


def test_a_visit_is_neither_looked_at_nor_begun(furnished, signed_in, app):
    working = signed_in(Role.CORPORATE_LEAD)
    refused(working.get(f"{API}/actions"), 401)
    left = app.test_client()
    left.set_cookie("left", "1", domain="127.0.0.1")
    refused(left.get(f"{API}/actions"), 401)


def test_too_many_requests_of_one_token_wait_and_another_is_let_in(app, client, lead, monkeypatch):
    monkeypatch.setattr(rules, "EACH_MINUTE", 3)
    one, other = (programs.make_token(Scope.ACTIONS, by=lead)[1] for _ in range(2))
    db.session.commit()
    assert [ask(client, f"Bearer {one}").status_code for _ in range(3)] == [200] * 3
    response = ask(client, f"Bearer {one}")
    refused(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert ask(client, f"Bearer {other}").status_code == 200


def test_the_first_use_of_a_day_is_in_the_log_and_no_other(app, client, lead):
    token, text = programs.make_token(Scope.ACTIONS, by=lead)
    db.session.commit()
    for _ in range(3):
        ask(client, f"Bearer {text}")
    used = select(AuditEvent).where(AuditEvent.action == "api-token.used")
    assert len(db.session.scalars(used).all()) == 1
    row = db.session.get_one(ApiToken, token.id, populate_existing=True)
    assert row.last_used_on == clock.today()
    row.last_used_on = clock.today() - timedelta(days=1)
    db.session.commit()
    ask(client, f"Bearer {text}")
    assert len(db.session.scalars(used).all()) == 2
    assert {event.actor_id for event in db.session.scalars(used)} == {None}


def test_the_description_names_no_partner_and_no_secret(furnished, client):
    _token, text = programs.make_token()
    db.session.commit()
    response = client.get(f"{API}/openapi.json")
    assert response.status_code == 200
    whole = json.dumps(response.get_json())
    for word in (text, "Testshire", "Council", "quokka"):
        assert word not in whole


def test_a_refusal_repeats_nothing_of_what_was_sent(client):
    response = client.get(f"{API}/quokka?quokka=quokka", headers={"Authorization": "Bearer quokka"})
    assert "quokka" not in response.text
