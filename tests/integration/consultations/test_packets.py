"""Packets of a phone without signal: in any order, twice, late, or by somebody else: one submission, no word lost."""

import json
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from portal.consultations import pocket
from portal.consultations.models import Submission
from portal.consultations.sending import Answers
from portal.contributions import drafts, visits
from portal.contributions.drafts import Draft
from portal.contributions.models import Contribution, KeptDraft, Words
from portal.core import db, envelopes
from tests.factories.consultations import make_consultation
from tests.support.client import PageClient

CANARY = "zebrafinch under the ninth staircase"
NOON = datetime(2026, 6, 3, 12, 1, tzinfo=UTC)


@pytest.fixture
def wave(app):
    with time_machine.travel(NOON, tick=False):
        made = make_consultation(slug="autumn")
        db.session.commit()
        yield made


@pytest.fixture
def phone(client, wave):
    """A phone with it on: one answer given with signal before."""
    client.post_form("/say/autumn/q/home", {"answer": "good"})
    client.own_pass = turn_on(client)
    return client


def turn_on(client):
    return client.post_form("/say/autumn/no-signal").json["pass"]


def later(**ahead):
    return time_machine.travel(NOON + timedelta(**ahead), tick=False)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def packet(own_pass, turn, step, **fields):
    content = {"pass": own_pass, "turn": turn, "step": step, "fields": list(fields.items())}
    return envelopes.seal_envelope(json.dumps(content).encode(), envelopes.public_key())


def send(client, sealed, slug="autumn"):
    answer = client.post(f"/say/{slug}/packets", data=sealed, content_type="application/octet-stream")
    assert answer.status_code == 200, answer.text
    return answer.json["state"]


def whole(own_pass):
    """Everything somebody says without signal, with a change of mind, and Send."""
    return [
        packet(own_pass, 1, "q-change", answer="first thoughts"),
        packet(own_pass, 2, "q-family", answer="more"),
        packet(own_pass, 3, "q-change", answer=CANARY),
        packet(own_pass, 4, "q-family", skip="1"),
        packet(own_pass, 5, "identity", who="nobody"),
        packet(own_pass, 6, "sharing", purposes="board"),
        packet(own_pass, 7, "check"),
    ]


def stored():
    received = db.session.scalars(select(Contribution)).one()
    said = db.session.scalars(select(Words)).one()
    from portal.core import crypto

    return crypto.unseal(said, "text"), [choice.purpose.value for choice in received.choices]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_number_of_times_makes_one_submission(phone, seed):
    packets = whole(phone.own_pass)
    if seed:
        dice = random.Random(seed)
        packets += dice.sample(packets, 4)
        dice.shuffle(packets)
    states = [send(phone, sealed) for sealed in packets]
    assert "sent" in states
    assert (count(Contribution), count(Submission), count(Words), count(KeptDraft)) == (1, 1, 1, 0)
    assert stored() == (CANARY, ["board"])
    assert {send(phone, sealed) for sealed in packets} == {"sent"}
    assert count(Contribution) == 1
    assert len(re.findall(r"<li>([a-z]+)</li>", phone.get("/sent").text)) >= 4


def test_half_of_it_came_before_and_the_answer_never_arrived(phone):
    packets = whole(phone.own_pass)
    for sealed in packets[:4]:
        assert send(phone, sealed) == "kept"
    assert [send(phone, sealed) for sealed in packets] == ["kept"] * 6 + ["sent"]
    assert count(Contribution) == 1


def test_what_was_said_with_signal_is_newer(phone):
    late = packet(phone.own_pass, 1, "q-home", answer="bad")
    phone.post_form("/say/autumn/q/home", {"answer": "okay"})
    assert send(phone, late) == "kept"
    assert "It’s okay" in phone.get("/say/autumn/check").text
    assert send(phone, packet(phone.own_pass, 2, "q-change", answer=CANARY)) == "kept"
    assert CANARY in phone.get("/say/autumn/check").text


def test_without_its_visit_it_is_sent_and_nobody_is_shown_the_code(app, phone):
    stranger = PageClient(app, app.response_class)
    assert [send(stranger, sealed) for sealed in whole(phone.own_pass)][-1] == "sent"
    assert count(Contribution) == 1
    assert "data-copy" not in stranger.get("/sent").text
    assert CANARY not in stranger.get("/say/autumn/check").text


def test_it_waits_for_a_day_and_shows_nothing_meanwhile(phone):
    packets = whole(phone.own_pass)
    with later(hours=23):
        visits.sweep_ended()
        db.session.commit()
        assert "Which" not in phone.get("/say/autumn").text
        assert [send(phone, sealed) for sealed in packets][-1] == "sent"
        assert "data-copy" in phone.get("/sent").text
    assert count(Contribution) == 1


def test_after_that_day_it_says_so(phone):
    packets = whole(phone.own_pass)
    with later(hours=26):
        assert send(phone, packets[0]) == "gone"
        visits.sweep_ended()
        db.session.commit()
        assert count(KeptDraft) == 0
        assert {send(phone, sealed) for sealed in packets} == {"gone"}
    assert count(Contribution) == 0


@pytest.mark.parametrize("way", ["leave", "off", "sent"])
def test_a_draft_that_ended_takes_nothing_more(phone, way):
    packets = whole(phone.own_pass)
    if way == "leave":
        phone.post("/leave")
    elif way == "off":
        phone.post_form("/say/autumn/no-signal", {"go": "off"})
    else:
        phone.post_form("/say/autumn/check")
    assert {send(phone, sealed) for sealed in packets} == {"sent" if way == "sent" else "gone"}
    assert count(Words) == 0


def test_only_the_last_pass_counts_and_only_for_its_own_consultation(phone):
    make_consultation(slug="other")
    db.session.commit()
    sealed = packet(phone.own_pass, 1, "q-change", answer=CANARY)
    assert send(phone, sealed, slug="other") == "gone"
    turn_on(phone)
    assert send(phone, sealed) == "gone"


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        b"zebra" * 100,
        lambda own: packet("", 1, "q-change", answer="x"),
        lambda own: packet(own[:-8] + "AAAAAAA=", 1, "q-change", answer="x"),
        lambda own: packet(own, 0, "q-change", answer="x"),
        lambda own: packet(own, 10**9, "q-change", answer="x"),
        lambda own: packet(own, "1", "q-change", answer="x"),
        lambda own: envelopes.seal_envelope(b"[" * 3000, envelopes.public_key()),
        lambda own: envelopes.seal_envelope(b'{"pass": 1}', envelopes.public_key()),
        lambda own: envelopes.seal_envelope(b"\xff\x00", envelopes.public_key()),
    ],
)
def test_what_is_no_packet_of_a_phone_changes_nothing(phone, sealed):
    before = db.session.execute(text("SELECT state_sealed FROM draft")).all()
    assert send(phone, sealed(phone.own_pass) if callable(sealed) else sealed) == "gone"
    assert db.session.execute(text("SELECT state_sealed FROM draft")).all() == before


def test_more_than_any_page_holds_is_refused(phone):
    assert phone.post("/say/autumn/packets", data=b"x" * 200_000).status_code == 413


def test_what_does_not_fit_waits_for_a_look(phone):
    """A page with signal would have been shown again: Send waits, and the right answer lets it go."""
    own = phone.own_pass
    assert send(phone, packet(own, 1, "q-home", answer="nonsense")) == "wrong"
    assert send(phone, packet(own, 2, "q-nowhere", answer="x")) == "wrong"
    assert send(phone, packet(own, 3, "check")) == "look"
    assert count(Contribution) == 0
    assert "Good" in phone.get("/say/autumn/check").text
    phone.post_form("/say/autumn/check")
    assert count(Contribution) == 1


def test_nothing_to_send_is_not_sent(client, wave):
    own = turn_on(client)
    assert send(client, packet(own, 1, "q-home", skip="1")) == "kept"
    assert send(client, packet(own, 2, "check")) == "look"


def test_who_comes_after_the_end_is_told_so(app, client):
    with time_machine.travel(NOON, tick=False):
        make_consultation(slug="short", closes_in=1)
        db.session.commit()
    with later(hours=23):
        own = client.post_form("/say/short/no-signal").json["pass"]
        assert send(client, packet(own, 1, "q-change", answer=CANARY), slug="short") == "kept"
    with later(hours=27):
        assert send(client, packet(own, 2, "check"), slug="short") == "closed"
        assert client.post_form("/say/short/no-signal", page="/privacy").status_code in (400, 409)
    assert count(Contribution) == 0


def test_the_page_to_keep_holds_nothing_anybody_said(phone):
    phone.post_form("/say/autumn/q/change", {"answer": CANARY})
    pages = phone.post_form("/say/autumn/no-signal").json["pages"]
    assert [path for path, _ in pages][-4:] == [
        "/say/autumn/who",
        "/say/autumn/share",
        "/say/autumn/check",
        "/say/autumn/no-signal",
    ]
    for _path, address in pages:
        shown = phone.get(address)
        assert shown.status_code == 200
        assert CANARY not in shown.text
        assert " checked" not in shown.text


def test_the_worker_is_allowed_on_one_page_alone(phone):
    for path, allowed in (("/", "'none'"), ("/say/autumn/q/home", "'none'"), ("/say/autumn/no-signal", "'self'")):
        assert f"worker-src {allowed};" in phone.get(path).headers["Content-Security-Policy"]
    worker = phone.get("/say/autumn/worker.js")
    assert (worker.status_code, worker.mimetype) == (200, "text/javascript")


def test_who_left_without_signal_has_no_visit_at_the_next_contact(phone):
    phone.post_form("/say/autumn/q/change", {"answer": CANARY})
    phone.set_cookie("left", "1", domain="127.0.0.1")
    shown = phone.get("/say/autumn/check")
    assert CANARY not in shown.text
    assert phone.get_cookie("left", domain="127.0.0.1") is None
    assert CANARY not in phone.get("/say/autumn/check").text


STEPS = {
    "q-home": st.sampled_from(["good", "okay", "bad", "nonsense"]).map(lambda one: {"answer": one}),
    "q-change": st.sampled_from(["one", "two", "x" * 11_000, ""]).map(lambda one: {"answer": one}),
    "q-hope": st.sampled_from(["3", "9", "77"]).map(lambda one: {"answer": one}),
    "q-family": st.just({"skip": "1"}),
    "identity": st.sampled_from([{"who": "nobody"}, {"who": "named", "name": "Robin"}, {"who": "named"}]),
    "sharing": st.sampled_from([{"purposes": "worker"}, {"purposes": "board"}, {}]),
    "check": st.just({}),
}


@pytest.fixture
def put_together(app, wave):
    """What a draft holds once these packets came, in this order."""

    def put(packets, settled=()):
        draft = Draft(about="autumn", answers={"home": ["okay"]}, pass_hash="x")
        for step in settled:
            drafts.settle(draft, step)
        with app.test_request_context("/say/autumn/packets", method="POST"):
            sending = Answers(wave, held=draft)
            for turn, step, fields in packets:
                pocket.put_in(sending, draft, pocket.Packet("", turn, step, pocket.MultiDict(fields)))
        return drafts.as_state(draft) | {"key": "", "sent": drafts.is_sent_off(draft), "odd": drafts.has_misfit(draft)}

    return put


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_order_and_repetition_ends_in_the_same_draft(put_together, data):
    steps = data.draw(st.lists(st.sampled_from(sorted(STEPS)), max_size=8))
    packets = [(turn, step, data.draw(STEPS[step])) for turn, step in enumerate(steps, start=1)]
    settled = data.draw(st.sets(st.sampled_from(sorted(STEPS))))
    mixed = data.draw(st.permutations(packets + data.draw(st.lists(st.sampled_from(packets or [None]), max_size=4))))
    assert put_together([one for one in mixed if one], settled) == put_together(packets, settled)
