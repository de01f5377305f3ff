"""Pages of the board, promises, measures and plans at a tenth of a large partnership and at the whole of it."""

from __future__ import annotations

import logging
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import event, text

from portal import create_app
from portal.core import db
from portal.escalation import operations as escalation
from portal.escalation.queries import receivers
from portal.plans.models import Objective
from tests.bench.figures import Figure
from tests.factories import crowd, place
from tests.integration.sweeps import world as worlds
from tests.integration.sweeps.world import Actor, World
from tests.support import canary
from tests.support.server import installation

RUNS = 5
ACTIONS, MEASURES, TENTH = 2_000, 200, 10
#: Each list and page that holds actions, asks, measures or what hangs on them, by who looks and how it is called.
PAGES: dict[str, tuple[str, str]] = {
    "promises": (worlds.VISITOR, "/promises"),
    "one promise": (worlds.VISITOR, "/promises?promise={commitment_id}"),
    "progress of promises": (worlds.VISITOR, "/promises/progress"),
    "the plan": (worlds.VISITOR, "/plan"),
    "one objective": (worlds.VISITOR, "/plan?objective={objective_id}"),
    "you said, we did": (worlds.VISITOR, "/you-said/"),
    "meetings, as told": (worlds.VISITOR, "/board"),
    "a life line": (worlds.HOLDER, "/thread"),
    "board": (worlds.OFFICER, "/work/board"),
    "board, last page": (worlds.OFFICER, "/work/board?page=99999"),
    **{
        f"board, {show}": (worlds.OFFICER, f"/work/board?show={show}")
        for show in ("mine", "organisation", "open", "overdue", "waiting", "agreed", "changed")
    },
    "board of one partner": (worlds.OFFICER, "/work/board?organisation={organisation_id}"),
    "board of one theme": (worlds.OFFICER, "/work/board?theme={theme_id}"),
    "board of one duty": (worlds.OFFICER, "/work/board?duty=a"),
    "board in columns": (worlds.OFFICER, "/work/board/columns"),
    "board by month": (worlds.OFFICER, "/work/board/timeline"),
    "change several at once": (worlds.OFFICER, "/work/board/change"),
    "how partners answer": (worlds.OFFICER, "/work/board/partners"),
    "an ask": (worlds.OFFICER, "/work/board/asks/{ask_id}"),
    "an action": (worlds.OFFICER, "/work/board/actions/{action_id}"),
    "commitments": (worlds.OFFICER, "/work/commitments"),
    "one commitment": (worlds.OFFICER, "/work/commitments?promise={commitment_id}"),
    "promised and experienced": (worlds.OFFICER, "/work/experienced"),
    "measures": (worlds.OFFICER, "/work/measures"),
    "a measure": (worlds.OFFICER, "/work/measures/{measure_id}"),
    "a plan": (worlds.OFFICER, "/work/plan/{plan_id}"),
    "an objective to change": (worlds.OFFICER, "/work/plan/objectives/{objective_id}"),
    "stuck and late": (worlds.OFFICER, "/work/ladder"),
    "one rung": (worlds.OFFICER, "/work/ladder?rung={level_id}"),
    "stories to tell": (worlds.OFFICER, "/work/you-said/"),
    "suggestions for an agenda": (worlds.OFFICER, "/work/meetings/{open_meeting_id}/suggestions"),
    "home, officer": (worlds.OFFICER, "/work/"),
    "home, champion": (worlds.CHAMPION, "/work/"),
    "home, board member": (worlds.MEMBER, "/work/"),
    "home, lead": (worlds.LEAD, "/work/"),
    "home, safeguarding": (worlds.SAFEGUARDING, "/work/"),
    "home, administrator": (worlds.ADMINISTRATOR, "/work/"),
    "board, champion": (worlds.CHAMPION, "/work/board"),
    "our organisation": (worlds.LEAD, "/work/reports/organisation"),
}


class Scene:
    """A partnership with everybody in it, their browsers, and an ear on the database."""

    def __init__(self, app: Flask, world: World) -> None:
        self.world = world
        self.actors: dict[str, Actor] = {who: world.client(who) for who, _ in PAGES.values()}
        self.heard = 0
        event.listen(db.session.get_bind(), "after_cursor_execute", self._hear)

    def _hear(self, *rest: object) -> None:
        self.heard += 1

    def address(self, name: str) -> str:
        """Where a page is, with the rows it is about."""
        return PAGES[name][1].format(**{key: str(value) for key, value in self.world.any_endpoint.items()})

    def text(self, name: str) -> str:
        """Open a page; any answer but 200 is an error."""
        who, address = PAGES[name][0], self.address(name)
        response = self.actors[who].get(address)
        assert response.status_code == 200, f"{who} GET {address} answered {response.status_code}"
        return response.text

    def statements(self, name: str) -> int:
        """How many statements a page takes; beside them, once a minute, one notes that somebody is here."""
        self.text(name)
        counts = []
        for _ in range(2):
            self.heard = 0
            self.text(name)
            counts.append(self.heard)
        return min(counts)

    def measured(self) -> dict[str, tuple[list[float], int, int]]:
        """Of each page: milliseconds of processor time, statements, and the most bytes it held at once."""
        found = {}
        for name in PAGES:
            self.text(name)
            runs = []
            for _ in range(RUNS):
                began = time.process_time()
                self.text(name)
                runs.append((time.process_time() - began) * 1000)
            tracemalloc.start()
            self.text(name)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            found[name] = (sorted(runs)[: RUNS // 2 + 1], self.statements(name), peak)
        return found


def partnership(folder: Path) -> Iterator[Figure]:
    """Each page at 200 actions and 20 measures of 40 readings, then at ten times as many."""
    server = installation(folder / "scale")
    with canary.inside(server.settings):
        app = create_app(replace(server.settings, testing=True, rate_limits=False))
        logging.disable(logging.INFO)
        place.make_partnership()
        db.session.commit()
        scene, ground = scene_in(app)
        crowd.fill(ground, ACTIONS // TENTH, MEASURES // TENTH)
        few, swept_few = _settled(scene), _sweep(ACTIONS // TENTH)
        crowd.fill(ground, ACTIONS - ACTIONS // TENTH, MEASURES - MEASURES // TENTH, start=ACTIONS // TENTH)
        many, swept = _settled(scene), _sweep(ACTIONS)
        logging.disable(logging.NOTSET)
    for name in PAGES:
        yield Figure(
            f"{name} at {ACTIONS:,} actions", many[name][0], "ms CPU", "at a tenth", few[name][0], ratio_at_most=1.5
        )
    grown = {name: float(many[name][1] - few[name][1]) for name in PAGES}
    most = max(grown, key=grown.__getitem__)
    yield Figure("statements more than at a tenth, the worst page", [grown[most]], "SQL", at_most=2, note=most)
    heavier = {name: many[name][2] / few[name][2] for name in PAGES}
    most = max(heavier, key=heavier.__getitem__)
    yield Figure("memory of a page against a tenth, the worst page", [heavier[most]], "times", at_most=1.5, note=most)
    yield Figure(
        "the hourly look at what is late, for each action",
        [swept],
        "ms CPU",
        "at a tenth",
        [swept_few],
        ratio_at_most=1.5,
    )


def scene_in(app: Flask) -> tuple[Scene, crowd.Ground]:
    """Everybody, the ground the rows stand on, and pages that lead to it."""
    world = worlds.make_world(app)
    ids, accounts = world.any_endpoint, world.accounts
    ground = crowd.lay(
        theme_ids=[_uuid(ids["theme_id"])],
        levels=[_uuid(ids["level_id"]), *[level.id for level in receivers()]],
        words_id=_uuid(ids["words_id"]),
        people_ids=[accounts[who].id for who in (worlds.OFFICER, worlds.SAFEGUARDING, worlds.LEAD, worlds.CHAMPION)],
    )
    ids["plan_id"] = db.session.get_one(Objective, ground.objectives[0]).plan_id
    ids |= {"objective_id": ground.objectives[0], "commitment_id": ground.promises[0]}
    ids["level_id"] = receivers()[0].id
    ids["open_meeting_id"] = world.by_endpoint["meetings_staff.suggestions"]["meeting_id"]
    db.session.commit()
    return Scene(app, world), ground


def _uuid(found: object) -> UUID:
    assert isinstance(found, UUID)
    return found


def _settled(scene: Scene) -> dict[str, tuple[list[float], int, int]]:
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return scene.measured()


def _sweep(actions: int) -> float:
    """Milliseconds of processor time of the ladder's hourly look, for each action."""
    began = time.process_time()
    escalation.sweep()
    db.session.rollback()
    return (time.process_time() - began) * 1000 / actions
