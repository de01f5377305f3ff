"""The trivial Flask page that the portal's pages are held against, served by the same web server."""

from flask import Flask

app = Flask("yardstick", static_folder=None)


@app.get("/")
def page() -> str:
    """What no page can cost less than."""
    return "<!doctype html><title>Yardstick</title><h1>Hello</h1>"
