"""iCalendar as an independent parser reads it, whatever is in it and whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.meetings import ics, rules
from portal.meetings.ics import Entry

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=200)
moments = st.integers(1_577_836_800, 2_051_222_400).map(lambda one: datetime.fromtimestamp(one, UTC))
STAMP = datetime(2026, 6, 1, 9, tzinfo=UTC)


def entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "uid": "one@portal",
        "title": "Champions Board",
        "starts": datetime(2026, 6, 10, 17, tzinfo=UTC),
        "ends": datetime(2026, 6, 10, 19, tzinfo=UTC),
        "changed": STAMP,
    }
    return Entry(**(values | changes))


def read(*entries: Entry, name: str = "Board") -> list:
    calendar = Calendar.from_ical(ics.write(name, entries))
    assert calendar["VERSION"] == "2.0"
    assert calendar.errors == []
    events = list(calendar.walk("VEVENT"))
    assert all(one.errors == [] for one in events)
    return events


@given(texts, texts, moments, st.integers(1, 600))
def test_what_goes_in_comes_out_of_an_independent_parser(title: str, about: str, starts: datetime, minutes: int):
    ends = starts + timedelta(minutes=minutes)
    (found,) = read(entry(title=title, about=about, starts=starts, ends=ends))
    assert str(found["SUMMARY"]) == title
    assert str(found.get("DESCRIPTION", "")) == about
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (starts, ends)


@given(texts)
def test_lines_are_at_most_75_octets_and_no_sign_is_cut_through(text: str):
    written = ics.write(text, [entry(title=text)])
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_a_line_is_folded_at_76_octets_and_not_before():
    assert ics.fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert ics.fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
    assert ics.fold("x" * 74 + "é") == b"x" * 74 + b"\r\n " + "é".encode() + b"\r\n"


def test_a_long_title_is_folded_and_a_forged_line_stays_text():
    forged = "Board\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Planted"
    (found,) = read(entry(title="ä" * 200, about=forged))
    assert str(found["SUMMARY"]) == "ä" * 200
    assert str(found["DESCRIPTION"]).splitlines() == forged.splitlines()


def test_a_whole_day_ends_on_the_next():
    (found,) = read(entry(starts=date(2026, 12, 31), ends=None))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert str(found["TRANSP"]) == "TRANSPARENT"


def test_the_last_day_there_is_has_no_next():
    (found,) = read(entry(starts=date.max, ends=None))
    assert found["DTSTART"].dt == date.max


def test_what_is_called_off_is_cancelled_under_the_same_name():
    (found,) = read(entry(cancelled=True, sequence=2))
    assert (str(found["STATUS"]), found["SEQUENCE"], str(found["UID"])) == ("CANCELLED", 2, "one@portal")


@pytest.mark.parametrize(
    ("evening", "hours", "starts_utc", "ends_utc"),
    [(date(2026, 10, 24), 5, 22, 3), (date(2026, 3, 28), 3, 23, 2)],
    ids=["clocks go back", "clocks go forward"],
)
def test_a_meeting_over_the_night_when_clocks_change_lasts_as_long_as_it_does(evening, hours, starts_utc, ends_utc):
    morning = evening + timedelta(days=1)
    (found,) = read(entry(starts=rules.moment_of(evening, time(23)), ends=rules.moment_of(morning, time(3))))
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(hours=hours)
    assert found["DTSTART"].dt == datetime.combine(evening, time(starts_utc), UTC)
    assert found["DTEND"].dt == datetime.combine(morning, time(ends_utc), UTC)
