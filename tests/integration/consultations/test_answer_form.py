"""Whatever is sent to a question becomes an answer it offers, words, or a page that says what is wrong."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.consultations import queries
from portal.consultations.answer_form import answer_form
from portal.consultations.models import Kind
from portal.core import db
from tests.factories.consultations import make_consultation

ANYTHING = st.one_of(
    st.text(max_size=60),
    st.integers().map(str),
    st.sampled_from(["1e400", "NaN", "\x00", "0x1", "٣", "10 ", " 10", "+5", "1_0", "<b>", "' OR 1=1 --", "​"]),
)


def test_nothing_but_what_is_offered_is_ever_an_answer(app):
    wave = make_consultation(slug="autumn")
    db.session.commit()
    offered = {q.id: {c.key for c in q.choices} for q in wave.questions}

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(wave.questions), st.lists(ANYTHING, max_size=4), st.booleans())
    def check(question, values, with_real):
        real = sorted(offered[question.id])[:1] if with_real else []
        with app.test_request_context("/"):
            typed = MultiDict([("answer", v) for v in [*real, *values]])
            form = answer_form(wave.main, question, typed, None)
            form._fields.pop("csrf_token", None)
            if not form.validate():
                assert form.answer.errors
                return
            given_answer = form.given()
        if question.kind is Kind.LONG:
            assert given_answer is None or isinstance(given_answer, str)
        elif question.kind is Kind.LADDER:
            assert given_answer is None or given_answer in range(11)
        else:
            assert given_answer is None or set(given_answer) <= offered[question.id]

    check()


def test_hostile_bodies_never_fail_over_the_wire(client):
    wave = make_consultation(slug="autumn")
    db.session.commit()
    token = re.search(r'csrf_token" value="([^"]+)', client.get("/say/autumn/q/home").text).group(1)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from([q.key for q in wave.questions]),
        st.binary(max_size=80),
        st.sampled_from(["", "skip=1&", "go=back&"]),
    )
    def check(key, body, extra):
        data = f"csrf_token={token}&{extra}answer=".encode() + body
        response = client.post(f"/say/autumn/q/{key}", data=data, content_type="application/x-www-form-urlencoded")
        assert response.status_code in (200, 303, 400)

    check()
    assert queries.get_consultation("autumn") == wave
