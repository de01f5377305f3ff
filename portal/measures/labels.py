"""What measures and their problems are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.measures.models import Direction, Every
from portal.measures.rules import Light, Problem, Trend

EVERY = {Every.QUARTER: _l("A quarter"), Every.YEAR: _l("A year")}
DIRECTIONS = {Direction.UP: _l("More is better"), Direction.DOWN: _l("Less is better")}
LIGHTS = {
    Light.GREEN: _l("Green: at the target"),
    Light.AMBER: _l("Amber: near the target"),
    Light.RED: _l("Red: far from the target"),
}
#: How each light is drawn.
TAGS = {Light.GREEN: "agreed", Light.AMBER: "under_way", Light.RED: "late"}
TRENDS = {
    Trend.FIRST: _l("There is nothing to compare with yet."),
    Trend.BETTER: _l("It got better since the period before."),
    Trend.WORSE: _l("It got worse since the period before."),
    Trend.SAME: _l("It is the same as in the period before."),
    Trend.UNKNOWN: _l("Too few people to say if it changed."),
}
PROBLEMS = {
    Problem.ABOVE_WHOLE: _l("More are counted than there are in all."),
    Problem.DAYS: _l("The last day has to come after the first."),
    Problem.LENGTH: _l("These days are not one whole period."),
    Problem.AHEAD: _l("The period is not over yet."),
    Problem.OVERLAP: _l("Another reading covers some of these days."),
    Problem.GAP: _l("A period is missing before this one. Say why in the note."),
    Problem.JUMP: _l("It moved by 20 points or more. Say why in the note."),
}
