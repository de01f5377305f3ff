"""The blueprint the pages about the partnership's own records share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("partnership_staff", __name__, url_prefix="/work")
