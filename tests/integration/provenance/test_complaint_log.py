"""The log of complaints: by state, stage, topic and theme, for the two teams alone, without a word of anybody."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.audit.models import AuditEvent
from portal.complaints import operations
from portal.complaints.models import Complaint, Finding, Stage
from portal.complaints.rules import Kept
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution, Matter
from portal.core import clock, db
from portal.core.access import Role
from portal.lifeline import operations as lifeline
from portal.partnership.models import LocalHoliday
from portal.provenance import complaint_log, feedback_log, files
from portal.provenance.complaint_log import Wanted
from portal.provenance.periods import Period
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


def answered_problem(matter: Matter = Matter.PROBLEM, *under: Theme, days_ago: int = 0) -> Contribution:
    """A problem that was answered, of so many days ago; nobody said that it is a complaint."""
    with clock.pretend(clock.now() - timedelta(days=days_ago)):
        view = voices.make_contribution("My lamp is broken", matter=matter).contribution
        contributions.reply(view, "There is a new one.", by=people.make_account(Role.PARTICIPATION_OFFICER))
    if under:
        themes.put_under(view, *under)
    return view


def on_page(client: FlaskClient, query: str = "") -> dict[str, list[list[str]]]:
    """The tables of the page by caption, each row as the words of its cells."""
    found = {}
    for table in re.findall(r"<table.*?</table>", client.get(PATH + query).text, re.S):
        said = re.search(r"<caption[^>]*>(.*?)</caption>", table, re.S)
        assert said
        rows = re.findall(r"<tr.*?</tr>", table.split("<tbody", 1)[1], re.S)
        cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S) for row in rows]
        found[plain(said[1])] = [[plain(cell) for cell in row] for row in cells]
    return found


def in_file(content: bytes) -> dict[str, list[list[str]]]:
    """The tables of a file by caption, each cell as it is shown."""
    files = files_in(content)
    found = {}
    for name, caption in {line[0]: line[1] for line in files["dictionary.csv"][1:]}.items():
        head, *rows = files[name]
        cells = [dict(zip(head, row, strict=True)) for row in rows]
        kept = [column for column in head if not column.endswith(" (as shown)")]
        found[caption] = [[row.get(f"{column} (as shown)", row[column]) for column in kept] for row in cells]
    return found


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


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
    assert "Bikes are signed in and out now." in page and "They were right" in page
    assert re.search(r"answered in \d of 5 working days", page) and "Answered in time" in page
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


def test_each_stage_has_its_own_clock_and_what_was_answered_first_stays_known(signed_in: SignIn) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    slow, silent = complain(days_ago=80), complain(days_ago=80)
    with clock.pretend(clock.now() - timedelta(days=60)):
        close(slow)
        operations.take_further(slow, by=officer)
        operations.take_further(silent, by=officer)
    with clock.pretend(clock.now() - timedelta(days=50)):
        close(slow, "Two people look at it from now on.")
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    stages = {row[0]: row[1:] for row in on_page(client)["By stage, in working days"]}
    assert stages["Stage 1 (5 working days)"] == ["2", "0", "1", "0", "0", "1"]
    assert stages["Stage 2 (20 working days)"] == ["2", "1", "0", "0", "1", "0"]
    page = shown(client)
    assert "Answered late" in page and "Taken further, no answer on record" in page and "Waits, late" in page
    assert re.search(r"answered in 1\d of 5 working days", page) and re.search(r"answered in [5-8] of 20 work", page)
    assert db.session.get_one(Complaint, slow.id).stage_one_answered_at is not None


def test_a_holiday_put_on_record_later_does_not_put_the_first_stage_in_time(app: Flask) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with clock.pretend(datetime.fromisoformat("2026-11-02T12:00:00+00:00")):
        row = complain()
        told = row.due_on
    with clock.pretend(datetime.fromisoformat("2026-11-10T12:00:00+00:00")):
        close(row)
        operations.take_further(row, by=officer)
        db.session.add(LocalHoliday(on=date(2026, 11, 4), name="Fair day", source="The council"))
        db.session.flush()
        (entry,) = complaint_log.everything(Wanted(), officer, Role.PARTICIPATION_OFFICER)
    first = entry.at(Stage.ONE)
    assert first and (first.due_on, first.kept) == (told, Kept.LATE)


def test_holidays_of_the_partnership_are_no_working_days(signed_in: SignIn) -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday() + 7)
    db.session.add(LocalHoliday(on=monday + timedelta(days=1), name="Fair day", source="The council"))
    db.session.flush()
    since = clock.now() - timedelta(days=(clock.today() - monday).days)
    with clock.pretend(since):
        row = complain()
    with clock.pretend(since + timedelta(days=3)):
        close(row)
    db.session.commit()
    assert "answered in 2 of 5 working days" in shown(signed_in(Role.PARTICIPATION_OFFICER))


def test_problems_answered_without_a_complaint_have_a_list_of_their_own(signed_in: SignIn) -> None:
    theme = themes.make_theme("Belongings")
    never = answered_problem(Matter.PROBLEM, theme)
    asked, said_no, was = answered_problem(Matter.IDEA), answered_problem(Matter.THANKS), answered_problem()
    operations.ask(asked, by=people.make_account(Role.PARTICIPATION_OFFICER))
    operations.say_no(said_no)
    operations.say_yes(was)
    voices.make_contribution("It waits", matter=Matter.PROBLEM)
    answered_problem(Matter.ANSWERS)
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    title = "Problems answered without a complaint"
    rows = on_page(client)[title]
    assert sorted((row[0], row[2], row[3]) for row in rows) == [
        ("A problem to sort", "Belongings", "Nobody asked whether it is a complaint"),
        ("An idea", "none yet", "Asked, and they have not said"),
        ("Thanks to somebody", "none yet", "They said that it is none"),
    ]
    assert f"/work/views/{never.id}" in client.get(PATH).text and "My lamp" not in client.get(PATH).text
    assert len(on_page(client, f"?theme={theme.id}")[title]) == len(on_page(client, "?topic=thanks")[title]) == 1
    assert title not in shown(client, "?show=open") and title not in shown(client, "?stage=one")
    assert "None that fits." in shown(client, "?period=last_year&topic=thanks")
    assert "None yet." in shown(signed_in(Role.SAFEGUARDING_OFFICER))


def test_what_was_answered_of_somebody_who_works_here_is_in_safeguarding_s_list_alone(signed_in: SignIn) -> None:
    view = answered_problem()
    safety.raise_concern(view, worry="W", about=About(), by=people.make_account(Role.PARTICIPATION_OFFICER))
    db.session.commit()
    title = "Problems answered without a complaint"
    assert title not in on_page(signed_in(Role.PARTICIPATION_OFFICER))
    client = signed_in(Role.SAFEGUARDING_OFFICER)
    assert len(on_page(client)[title]) == 1 and str(view.id) not in client.get(PATH).text


def test_a_period_narrows_complaints_and_problems(signed_in: SignIn) -> None:
    old, new = complain(days_ago=800), complain(days_ago=2)
    answered_problem(days_ago=800)
    answered_problem(days_ago=2)
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    title = "Problems answered without a complaint"
    assert marks(shown(client)) == {mark(old), mark(new)} and len(on_page(client)[title]) == 2
    for period in ("13_weeks", "52_weeks"):
        assert marks(shown(client, f"?period={period}")) == {mark(new)}
        assert len(on_page(client, f"?period={period}")[title]) == 1
    assert len(marks(shown(client, "?period=ever"))) == 2


def test_the_days_of_a_period_are_days_in_scotland(app: Flask) -> None:
    """Half past midnight on 1 April is still March on the clock of UTC."""
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with clock.pretend(datetime.fromisoformat("2026-03-31T23:30:00+00:00")):
        new = complain()
    with clock.pretend(datetime.fromisoformat("2026-06-01T12:00:00+00:00")):
        found = {
            period: complaint_log.everything(Wanted(period=period), officer, Role.PARTICIPATION_OFFICER)
            for period in (Period.LAST, Period.THIS)
        }
    assert found[Period.LAST] == [] and [one.complaint.id for one in found[Period.THIS]] == [new.id]
    assert found[Period.THIS][0].made_on == date(2026, 4, 1)


def test_a_week_is_counted_in_the_year_of_its_monday_alone(signed_in: SignIn) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    found = {}
    for now in ("2026-04-01T12:00:00+00:00", "2026-04-06T12:00:00+00:00"):
        with clock.pretend(datetime.fromisoformat(now)):
            found[now] = answered_problem().id
    with clock.pretend(datetime.fromisoformat("2026-06-01T12:00:00+00:00")):
        last, this = (
            [one.id for one in feedback_log.everything(Wanted(period=period), officer, Role.PARTICIPATION_OFFICER)]
            for period in (Period.LAST, Period.THIS)
        )
    assert [last, this] == [[one] for one in found.values()], "the first Wednesday of April is in a week of March"
    assert "A week belongs to the year of its Monday." in shown(signed_in(Role.PARTICIPATION_OFFICER))


@pytest.mark.parametrize("query", ["", "?topic=problem", "?show=closed", "?period=13_weeks"])
def test_every_table_of_the_page_is_in_the_file_with_the_same_rows(signed_in: SignIn, query: str) -> None:
    theme, _ = fill()
    answered_problem(Matter.PROBLEM, theme)
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = on_page(client, query)
    got = in_file(made(client, client.post_form(f"{PATH}/file/csv{query}", page=PATH)).data)
    assert list(got) == list(page)
    for caption in ("By what it was said as", "By stage, in working days"):
        assert got[caption] == page[caption]
    empty = {"nothing was written down": "", "not answered yet": "", "none yet": ""}

    def said(caption: str, *columns: int) -> list[list[str]]:
        return [[empty.get(row[at], row[at]) for at in columns] for row in page[caption]]

    assert got["By theme"] == said("By theme", 0, 1, 2, 3)
    assert [[row[at] for at in (0, 1, 5, 10)] for row in got["Every complaint"]] == said("Every complaint", 1, 2, 5, 6)
    for mine, theirs in zip(page["Every complaint"], got["Every complaint"], strict=True):
        assert all(theirs[at] in mine[column] for at, column in ((6, 3), (7, 3), (8, 4), (9, 4)))
    title = "Problems answered without a complaint"
    if title in page:
        assert [[row[0], row[2], row[3]] for row in got[title]] == said(title, 0, 2, 3)


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
    got = made(client, client.post_form(f"{PATH}/file/csv?theme={theme.id}", page=PATH))
    figures, rows = figures_in(got.data), str(files_in(got.data))
    assert figures["By what it was said as", "A problem to sort", "Complaints"] == "1"
    assert ("By what it was said as", "Answers to our questions", "Complaints") not in figures
    assert "Bikes are signed in and out now." in rows and "Belongings" in rows
    assert "bicycle" not in rows and mark(late) not in rows and str(late.id) not in rows
    assert db.session.query(AuditEvent).filter(AuditEvent.action == "complaints.downloaded").count() == 1
    for form in ("pdf", "docx", "xlsx", "ods", "html"):
        asked = client.post_form(f"{PATH}/file/{form}?show=closed&topic=thanks", page=PATH)
        assert made(client, asked).status_code == 200, form


def test_a_file_with_what_was_erased_is_not_handed_over(signed_in: SignIn) -> None:
    _, (*_, done) = fill()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    asked = client.post_form(f"{PATH}/file/csv", page=PATH)
    assert b"PK" in made(client, asked).data[:4]
    db.set_writing(True)
    lifeline.take_back(db.session.get_one(Contribution, done.contribution_id))
    db.session.commit()
    assert mark(done) not in shown(client)
    ready = asked.headers["Location"]
    assert client.post_form(f"{ready}/take", page=ready).status_code == 303


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
    sorted_out = answered_problem()
    assert f"{sorted_out.id}|not_asked" in files.LOG.words({}, officer, Role.PARTICIPATION_OFFICER)
    assert f"{sorted_out.id}|not_asked" not in files.LOG.words({"stage": "one"}, officer, Role.PARTICIPATION_OFFICER)
    assert any(one.endswith("|Bikes are signed in and out now.") for one in stamp)


def test_what_the_service_learnt_repeats_nobody(signed_in: SignIn) -> None:
    row = complain()
    db.session.commit()
    desk, page = signed_in(Role.PARTICIPATION_OFFICER), f"/work/complaints/{row.id}"
    typed = {"finding": "upheld", "answer": "You were right.", "learning": SAID}
    refused = desk.post_form(f"{page}/close", typed, page=page)
    assert refused.status_code == 200 and "somebody’s own words" in refused.text and "You were right." in refused.text
    assert db.session.get_one(Complaint, row.id, populate_existing=True).closed_at is None
