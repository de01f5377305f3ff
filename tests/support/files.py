"""Files that the worker makes: what a person sees who presses the button, waits, and presses the next."""

import csv
import io
import zipfile

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core import db
from portal.downloads import building


def worker_turn(app: Flask) -> int:
    """What the worker does when it is called."""
    db.session.remove()
    with app.app_context():
        return building.build_due()


def made(client: FlaskClient, asked: TestResponse) -> TestResponse:
    """The file somebody asked for, after the worker made it."""
    assert asked.status_code == 303, asked.status_code
    page = asked.headers["Location"]
    assert "/work/files/" in page, page
    worker_turn(client.application)
    return client.post_form(f"{page}/take", page=page)


def files_in(content: bytes) -> dict[str, list[list[str]]]:
    """The CSV files of a zip, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        texts = {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def figures_in(content: bytes) -> dict[tuple[str, str, str], str]:
    """What the CSV files of a zip show: by caption (from the dictionary), first cell of the row and column."""
    files = files_in(content)
    captions = {line[0]: line[1] for line in files["dictionary.csv"][1:]}
    found: dict[tuple[str, str, str], str] = {}
    for name, caption in captions.items():
        head, *rows = files[name]
        for row in rows:
            shown = dict(zip(head[1:], row[1:], strict=True))
            for column, value in shown.items():
                if not column.endswith(" (as shown)"):
                    found[caption, row[0], column] = shown.get(f"{column} (as shown)", value)
    return found
