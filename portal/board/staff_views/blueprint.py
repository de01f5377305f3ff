"""The blueprint the board's working pages share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("board_staff", __name__, url_prefix="/work/board")
