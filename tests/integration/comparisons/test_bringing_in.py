"""A wave that was brought in is counted and never read; figures of others stand beside ours and are never added."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.comparisons import operations, queries, rules
from portal.comparisons.operations import Wave
from portal.comparisons.rules import Read, Wrong
from portal.consultations import queries as consultations_queries
from portal.consultations.models import Answer, Consultation, Submission
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.evidence import operations as evidence
from portal.reading import queries as reading
from tests.factories import consultations, people
from tests.factories import evidence as evidence_factory

HEAD = "home,family,easier,hope,age"
LINES = ["good,enough,money|phone,7,12_15", "Not good,more,talk,2,16_17"] * 15


def officer():
    return people.make_account(Role.PARTICIPATION_OFFICER)


def wave(name="Autumn 2020"):
    return Wave(name, clock.today() - timedelta(days=900), "The council", "On paper, at school")


def like():
    return db.session.get(Consultation, consultations.make_consultation().id)


def file(lines=LINES, head=HEAD):
    return io.BytesIO("\n".join([head, *lines]).encode()), "wave.csv"


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_it_is_counted_as_a_closed_wave_and_read_by_nobody(app):
    rows = [{"home": ["good"], "hope": 7}] * 30 + [{"home": ["bad"], "age": ["12_15"]}] * 10
    made = operations.import_wave(like(), wave(), Read(people=rows), by=officer())
    counts = consultations_queries.wave_counts(made.consultation_id)
    assert counts.people == 40
    assert dict(counts.questions[0].options) == {"Good": 30, "It’s okay": 0, "Not good": 10}
    assert reading.unread_count() == 0
    assert reading.view_page(reading.Show.WAITING, 1).total == reading.view_page(reading.Show.SORTED, 1).total == 0
    asked = consultations_queries.get_consultation(made.consultation_id)
    assert evidence.freeze_wave(asked, by=officer()).consultation_id == made.consultation_id


def test_it_is_taken_out_whole_while_nothing_of_it_is_signed(app):
    made = operations.import_wave(like(), wave(), Read(people=[{"hope": 7}] * 25), by=officer())
    operations.take_out(made, by=officer())
    assert (count(Contribution), count(Submission), count(Answer)) == (0, 0, 0)
    again = operations.import_wave(like(), wave(), Read(people=[{"hope": 7}] * 25), by=officer())
    asked = consultations_queries.get_consultation(again.consultation_id)
    release = evidence.freeze_wave(asked, by=officer())
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    with pytest.raises(RuleError):
        operations.take_out(again, by=officer())


def test_nothing_bad_and_nothing_still_open_comes_in(app):
    with pytest.raises(RuleError):
        operations.import_wave(like(), wave(), Read(), by=officer())
    today = Wave("Now", clock.today(), "The council", "On paper")
    with pytest.raises(RuleError):
        operations.import_wave(like(), today, Read(people=[{"hope": 7}]), by=officer())


def test_a_look_first_then_all_of_it(signed_in):
    asked = consultations.make_consultation()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    path = f"/work/compare/waves/{asked.id}/new"
    told = {"name": "Autumn 2020", "closed_on": "2020-11-01", "source": "The council", "method": "On paper"}
    assert "Choose a file first" in client.post_form(path, told | {"go": "look"}).text
    bad = client.post_form(path, told | {"go": "take", "file": file([*LINES, "purple,enough,,,"])})
    assert "Nothing was brought in" in bad.text and "purple" not in bad.text and "On paper" in bad.text
    problems = client.post_form(path, told | {"go": "problems", "file": file([*LINES, "purple,enough,,,"])})
    assert problems.headers["Content-Type"].startswith("text/csv") and b"32,home" in problems.data
    look = client.post_form(path, told | {"go": "look", "file": file()})
    assert "30 rows can be brought in" in look.text and count(Contribution) == 0
    carried = look.text.partition('name="carried"')[2].partition('value="')[2].partition('"')[0]
    assert client.post_form(path, told | {"go": "take", "carried": carried}).status_code == 303
    assert count(Submission) == 30
    page = client.get("/work/compare/").text
    assert "Autumn 2020" in page
    made = queries.imported_waves()[0]
    out = f"/work/compare/waves/{made.consultation_id}/out"
    assert client.post_form(out, {}, page="/work/compare/").status_code == 303
    assert count(Submission) == 0


def test_the_template_names_each_question_and_what_its_column_takes(signed_in):
    asked = consultations.make_consultation()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    base = f"/work/compare/waves/{asked.id}/template"
    head = client.post_form(f"{base}/answers", {}, page="/work/compare/").data.decode("utf-8-sig").strip().split(",")
    assert set(HEAD.split(",")) <= set(head) and "change" not in head
    assert "good = Good" in client.post_form(f"{base}/columns", {}, page="/work/compare/").data.decode("utf-8-sig")


def test_figures_of_others_stand_beside_ours_with_their_source(signed_in):
    closed, _ = evidence_factory.make_closed_wave(60)
    release = evidence_factory.make_signed(closed)
    key = "home"
    labels = queries.answers_by_key()[key]
    client = signed_in(Role.PARTICIPATION_OFFICER)
    typed = {
        "question_key": key,
        "answer": labels[0],
        "survey": "Our Lives",
        "publisher": "Somebody",
        "year": "2024",
        "population": "Children in care in England",
        "share": "71",
        "base": "",
        "address": "https://example.org/lives",
        "retrieved_on": "2026-05-31",
    }
    wrong = client.post_form("/work/compare/figures/new", typed | {"share": "171"})
    assert "A whole percentage" in wrong.text and "Our Lives" in wrong.text
    assert client.post_form("/work/compare/figures/new", typed).status_code == 303
    content = "\n".join([",".join(typed), ",".join(f'"{value}"' for value in typed.values())])
    assert "This figure is here already" in client.post_form("/work/compare/figures/new", typed).text
    files = "/work/compare/figures/import"

    def send(go, content=content, **more):
        return client.post_form(files, {"go": go, "file": (io.BytesIO(content.encode()), "f.csv")} | more)

    assert "1 of these figures is here already" in send("look").text
    assert "Say that they replace" in send("take").text and len(queries.figures()) == 1
    assert send("take", content.replace('"71"', '"72"'), replace="y").status_code == 303
    assert [one.share for one in queries.figures()] == [72]
    assert send("take", content.replace('"2024"', '"2023"')).status_code == 303
    assert len(queries.figures()) == 2
    page = client.get(f"/work/evidence/{release.id}")
    assert "Our Lives, Somebody, 2024; Children in care in England" in page.text
    gone = queries.figures()[0].id
    assert client.post_form(f"/work/compare/figures/{gone}/remove", {}, page="/work/compare/").status_code == 303


def test_a_wave_with_frozen_figures_stays(app):
    by = people.make_account(Role.PARTICIPATION_OFFICER)
    like = db.session.get(Consultation, consultations.make_consultation().id)
    wave = Wave("Then", clock.today() - timedelta(days=900), "The council", "On paper")
    made = operations.import_wave(like, wave, Read(people=[{"hope": 7}] * 25), by=by)
    evidence.freeze_wave(consultations_queries.get_consultation(made.consultation_id), by=by)
    with pytest.raises(RuleError, match="frozen"):
        operations.take_out(made, by=by)


def test_an_address_that_is_none_is_said(app):
    assert rules.figure_of({"address": "https://[x"}, {})[1]["address"] is Wrong.ADDRESS


def test_the_same_rows_come_in_once_unless_they_replace_the_first(signed_in):
    asked = consultations.make_consultation()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    path = f"/work/compare/waves/{asked.id}/new"
    told = {"name": "Autumn 2020", "closed_on": "2020-11-01", "source": "The council", "method": "On paper"}
    assert "350 kB at most" in client.get(path).text
    assert client.post_form(path, told | {"go": "take", "file": file()}).status_code == 303
    again = told | {"name": "Spring 2021"}
    shuffled = [*LINES[1:], "", LINES[0]]
    look = client.post_form(path, again | {"go": "look", "file": file(shuffled)}).text
    assert "These rows were brought in already: Autumn 2020" in look
    refused = client.post_form(path, again | {"go": "take", "file": file(shuffled)})
    assert "Say that they replace" in refused.text and "Spring 2021" in refused.text
    assert [one.consultation.wave for one in queries.imported_waves()] == ["Autumn 2020"]
    taken = client.post_form(path, again | {"go": "take", "replace": "y", "file": file(shuffled)})
    assert taken.status_code == 303
    assert [one.consultation.wave for one in queries.imported_waves()] == ["Spring 2021"]
    assert count(Submission) == 30
    frozen = queries.imported_waves()[0].consultation_id
    evidence.freeze_wave(consultations_queries.get_consultation(frozen), by=officer())
    db.session.commit()
    third = client.post_form(path, told | {"name": "Third", "go": "take", "replace": "y", "file": file()})
    assert "frozen" in third.text and count(Submission) == 30


def test_a_file_that_is_too_large_says_how_large_one_may_be(signed_in):
    asked = consultations.make_consultation()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    large = file([LINES[0] + " " * 100] * 3000)
    page = client.post_form(f"/work/compare/waves/{asked.id}/new", {"go": "look", "file": large}).text
    assert "larger than 350 kB" in page and "350 kB at most" in page
