"""The blueprint the pages about themes share, and how their lists are paged."""

from __future__ import annotations

from flask import Blueprint, request

bp = Blueprint("themes_staff", __name__, url_prefix="/work/themes")


def page_url(number: int) -> str:
    """The address of another page of a list at this address."""
    return f"{request.path}?page={number}"
