"""The log of complaints: by state, stage, topic and theme, for the two teams alone, without a word of anybody."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.audit.models import AuditEvent
from portal.complaints import operations
from portal.complaints.models import Complaint, Finding
from portal.contributions.models import Contribution, Matter
from portal.core import clock, db
from portal.core.access import Role
from portal.lifeline import operations as lifeline
from portal.provenance import files
from portal.safety import operations as safety
from portal.safety.operations import About
from portal.themes.models import Theme
from tests.factories import people, themes, voices
from tests.support.files import figures_in, files_in, made

SignIn = Callable[..., FlaskClient]
PATH = "/work/complaints/log"
SAID = "They lost my bicycle twice and laughed"


def complain(matter: Matter = Matter.PROBLEM, *under: Theme, days_ago: int = 0) -> Complaint:
    """A complaint of so many days ago, under these themes."""
    with clock.pretend(clock.now() - timedelta(days=days_ago)):
        view = voices.make_contribution(SAID, matter=matter).contribution
        found = operations.say_yes(view)
    if under:
        themes.put_under(view, *under)
    return found


def close(complaint: Complaint, learning: str = "Bikes are signed in and out now.") -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    operations.close(complaint, finding=Finding.UPHELD, answer="You were right.", learning=learning, by=officer)


def shown(client: FlaskClient, query: str = "") -> str:
    page = client.get(PATH + query)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text[page.text.index("<main") :]))


def fill() -> tuple[Theme, list[Complaint]]:
    """One late, one open, one taken further, one answered."""
    theme = themes.make_theme("Belongings")
    late = complain(Matter.PROBLEM, theme, days_ago=40)
    fresh = complain(Matter.ANSWERS)
    further = complain(Matter.PROBLEM)
    operations.take_further(further, by=people.make_account(Role.PARTICIPATION_OFFICER))
    done = complain(Matter.IDEA, theme, days_ago=3)
    close(done)
    db.session.commit()
    return theme, [late, fresh, further, done]


def marks(page: str) -> set[str]:
    return set(re.findall(r"\b([0-9A-F]{4}), made", page))


def mark(complaint: Complaint) -> str:
    return complaint.id.hex[:4].upper()


def test_the_log_says_what_each_is_about_and_what_was_learnt_and_no_word_of_it(signed_in: SignIn) -> None:
    _, (late, *_, done) = fill()
    page = shown(signed_in(Role.PARTICIPATION_OFFICER))
    assert len(marks(page)) == 4 and "bicycle" not in page
    assert "A problem to sort 2 2" in page and "An idea 1 0" in page
    assert "Bikes are signed in and out now." in page and "They were right" in page and "3 days" in page
    assert "Belongings" in page and "none yet" in page and "Stage 2" in page and "Late" in page
    assert page.index(mark(late)) < page.index(mark(done)), "what is late first, what is answered last"


def test_each_filter_narrows_and_nonsense_does_not(signed_in: SignIn) -> None:
    theme, (late, fresh, further, done) = fill()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for query, wanted in (
        ("?show=open", {late, fresh, further}),
        ("?show=late", {late}),
        ("?show=closed", {done}),
        ("?stage=two", {further}),
        ("?topic=answers", {fresh}),
        (f"?theme={theme.id}", {late, done}),
        (f"?theme={theme.id}&show=closed", {done}),
        ("?show=x&stage=9&topic=%00&theme=nobody", {late, fresh, further, done}),
    ):
        assert marks(shown(client, query)) == {mark(one) for one in wanted}, query
    assert "No complaint fits" in shown(client, "?stage=two&show=closed")


def test_without_complaints_it_says_so(signed_in: SignIn) -> None:
    assert "No complaint here" in shown(signed_in(Role.PARTICIPATION_OFFICER))


def test_one_about_somebody_who_works_here_is_in_safeguarding_s_log_alone(signed_in: SignIn) -> None:
    complaint = complain()
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    safety.raise_concern(complaint.contribution, worry="About a worker", about=About(), by=officer)
    ordinary = complain()
    db.session.commit()
    team = marks(shown(signed_in(Role.PARTICIPATION_OFFICER)))
    assert team == {mark(ordinary)}
    assert marks(shown(signed_in(Role.SAFEGUARDING_OFFICER))) == {mark(complaint)}


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER)]
)
def test_nobody_else_has_the_log_or_a_way_to_it(signed_in: SignIn, role: Role) -> None:
    theme, _ = fill()
    client = signed_in(role)
    assert client.get(PATH).status_code == 404
    assert client.post(f"{PATH}/file/csv").status_code in (400, 404)
    assert PATH not in client.get(f"/work/evidence/thread/{theme.id}").text


def test_the_ways_in_and_the_themes_on_the_page_of_one(signed_in: SignIn) -> None:
    theme, (late, fresh, *_) = fill()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert PATH in client.get("/work/complaints").text
    assert f"{PATH}?theme={theme.id}" in client.get(f"/work/evidence/thread/{theme.id}").text
    page = client.get(f"/work/complaints/{late.id}").text
    assert "Belongings" in page and "Put it under a theme" in page
    assert "none yet" in client.get(f"/work/complaints/{fresh.id}").text


def test_the_file_is_what_is_on_the_screen_without_marks_or_words(signed_in: SignIn) -> None:
    theme, (late, *_) = fill()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    got = made(client, client.post_form(f"{PATH}/file/csv?theme={theme.id}", page=PATH))  # type: ignore[attr-defined]
    figures, rows = figures_in(got.data), str(files_in(got.data))
    assert figures["By what it was said as", "A problem to sort", "Complaints"] == "1"
    assert ("By what it was said as", "Answers to our questions", "Complaints") not in figures
    assert "Bikes are signed in and out now." in rows and "Belongings" in rows
    assert "bicycle" not in rows and mark(late) not in rows and str(late.id) not in rows
    assert db.session.query(AuditEvent).filter(AuditEvent.action == "complaints.downloaded").count() == 1
    for form in ("pdf", "docx", "xlsx", "ods", "html"):
        asked = client.post_form(f"{PATH}/file/{form}?show=closed&topic=thanks", page=PATH)  # type: ignore[attr-defined]
        assert made(client, asked).status_code == 200, form


def test_a_file_with_what_was_erased_is_not_handed_over(signed_in: SignIn) -> None:
    _, (*_, done) = fill()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    asked = client.post_form(f"{PATH}/file/csv", page=PATH)  # type: ignore[attr-defined]
    assert b"PK" in made(client, asked).data[:4]
    db.set_writing(True)
    lifeline.take_back(db.session.get_one(Contribution, done.contribution_id))
    db.session.commit()
    assert mark(done) not in shown(client)
    ready = asked.headers["Location"]
    assert client.post_form(f"{ready}/take", page=ready).status_code == 303  # type: ignore[attr-defined]


def test_many_are_shown_in_pages(signed_in: SignIn) -> None:
    for _ in range(27):
        complain()
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    first, second = shown(client), shown(client, "?page=2")
    assert "1 to 25 of 27" in first and "26 to 27 of 27" in second and len(marks(second)) == 2


def test_a_file_is_stamped_with_every_entry_it_shows(signed_in: SignIn) -> None:
    _, found = fill()
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    stamp = files.LOG.words({}, officer, Role.PARTICIPATION_OFFICER)
    assert {one.split("|")[0] for one in stamp} == {str(one.id) for one in found}
    assert any(one.endswith("|Bikes are signed in and out now.") for one in stamp)


def test_what_the_service_learnt_repeats_nobody(signed_in: SignIn) -> None:
    row = complain()
    db.session.commit()
    desk, page = signed_in(Role.PARTICIPATION_OFFICER), f"/work/complaints/{row.id}"
    typed = {"finding": "upheld", "answer": "You were right.", "learning": SAID}
    refused = desk.post_form(f"{page}/close", typed, page=page)  # type: ignore[attr-defined]
    assert refused.status_code == 200 and "somebody’s own words" in refused.text and "You were right." in refused.text
    assert db.session.get_one(Complaint, row.id, populate_existing=True).closed_at is None
