"""`python -m portal …`: what an operator does with the portal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from config import Settings, UnsafeSettings
from portal.core.errors import PortalError, RuleError

Command = Callable[[argparse.Namespace], int]
SOMEBODY_WAITS = 3  # apart from 1 and 2, which say that the question itself failed
AddCommand = Callable[[str, Command, str], argparse.ArgumentParser]


def main(words: list[str] | None = None) -> int:
    """Run one command; a refusal is a sentence on the terminal, never a traceback."""
    arguments = _parser().parse_args(words)
    os.umask(0o077)  # whatever is written here is for the portal's own account alone
    command: Command = arguments.command
    try:
        return command(arguments)
    except (PortalError, UnsafeSettings) as reason:
        print(reason, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=command)
        return added

    run = add("run", _run, "Start the web server and the worker; Ctrl-C stops both")
    run.add_argument("--demo", action="store_true", help="with a demonstration database, on this machine only")
    add("serve", _serve, "Start the web server alone")
    add("worker", _worker, "Start the background worker alone")
    add("migrate", _migrate, "Bring the database to the newest schema")
    add("check", _check, "Say whether the portal would start, and whether what it stands on is sound")
    rings = add("waiting", _waiting, "Whether a concern waits: exit code 3, to ring somebody's duty phone")
    rings.add_argument("--for", dest="username", help="whose phone; without it, what anybody on duty may know of")
    add("prepare-demo", _prepare_demo, "Keys, schema and content of the demonstration (run --demo does it)")
    _add_setting_up(add)
    keys = add("keys", _keys, "Create keys, or change them: see docs/runbooks/keys.md")
    keys.add_argument("step", choices=("create", "rotate", "rotate-session", "reseal"))
    backup = add("backup", _backup, "Write a backup of the open database; keys are never in it")
    backup.add_argument("target", type=Path)
    restore = add("restore", _restore, "Restore a backup into an empty database and prove it")
    restore.add_argument("source", type=Path)
    return parser


def _add_setting_up(add: AddCommand) -> None:
    """What is done once, before anybody can sign in."""
    invite = add("invite", _invite, "Invite the first administrator or safeguarding officer; prints a link")
    invite.add_argument("email")
    invite.add_argument("--name", required=True, help="as colleagues know them")
    invite.add_argument("--role", required=True, help="administrator, safeguarding_officer or corporate_lead")
    invite.add_argument("--organisation", default="", help="short name of the partner they work for")
    invite.add_argument("--locked-out", action="store_true", help="though others hold the role: none can sign in")
    starter = add("starter", _starter_load, "Set up the partnership, or plan a wave of its questionnaire")
    steps = starter.add_subparsers(required=True, metavar="step")
    load = steps.add_parser("load", help="the partnership, once; in later years the coming holidays")
    load.add_argument("--name", required=True, help="what the partnership is called")
    wave = steps.add_parser("wave", help="a wave of the Listen2Us questionnaire")
    wave.add_argument("slug", help="the end of its address, such as listen2us-spring")
    wave.add_argument("--wave", required=True, help="its name, such as “Spring 2027”")
    for day in ("--opens", "--closes", "--report-back"):
        wave.add_argument(day, required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    wave.set_defaults(command=_starter_wave)


def _settings() -> Settings:
    return Settings.from_env()


def _run(arguments: argparse.Namespace) -> int:
    from portal.serving.run import run

    return run(os.environ, demo=arguments.demo)


def _serve(arguments: argparse.Namespace) -> int:
    from portal.serving.run import WEB, refuse_busy

    refuse_busy(_settings().checked().bind)
    os.execv(WEB[0], WEB)  # noqa: S606 - the web server takes the place of this process


def _worker(arguments: argparse.Namespace) -> int:
    from portal.serving.worker import work

    work(_settings())
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    from portal.core.migrate import upgrade

    upgrade(_settings())
    print("The database is at the newest schema.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from portal.serving.selfcheck import findings

    found = list(findings(_settings()))
    for well, sentence in found:
        print("ok  " if well else "BAD ", sentence)
    return 0 if all(well for well, _ in found) else 1


def _waiting(arguments: argparse.Namespace) -> int:
    from portal.core.db import reading
    from portal.safety.cli import waiting
    from portal.serving.console import opened

    with opened(_settings()), reading():
        number, sentence = waiting(arguments.username)
        print(sentence)
    return SOMEBODY_WAITS if number else 0


def _prepare_demo(arguments: argparse.Namespace) -> int:
    from portal.serving.demonstration import prepare

    print(prepare(_settings()))
    return 0


def _invite(arguments: argparse.Namespace) -> int:
    from portal.accounts.cli import FIRST_ROLES, invite
    from portal.serving.console import opened

    role = next((one for one in FIRST_ROLES if one.value == arguments.role), None)
    if role is None:
        raise RuleError("The first people are: " + ", ".join(one.value for one in FIRST_ROLES) + ".")
    settings = _settings()
    with opened(settings):
        given = {field: getattr(arguments, field) for field in ("email", "name", "organisation", "locked_out")}
        print(invite(**given, role=role, origin=settings.origin))
    return 0


def _starter_load(arguments: argparse.Namespace) -> int:
    from portal.partnership.cli import load
    from portal.serving.console import opened

    with opened(_settings()):
        print(load(name=arguments.name))
    return 0


def _starter_wave(arguments: argparse.Namespace) -> int:
    from portal.consultations.cli import plan_wave
    from portal.serving.console import opened

    with opened(_settings()):
        print(
            plan_wave(
                slug=arguments.slug,
                wave=arguments.wave,
                opens=arguments.opens,
                closes=arguments.closes,
                report_back=arguments.report_back,
            )
        )
    return 0


def _keys(arguments: argparse.Namespace) -> int:
    from portal.serving import rotation

    print(rotation.STEPS[arguments.step](_settings()))
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from portal.serving.backup import backup

    manifest = backup(_settings(), arguments.target)
    rows = sum(note.rows for note in manifest.tables.values())
    print(f"{arguments.target}: {rows} rows of {len(manifest.tables)} tables at schema {manifest.schema}.")
    print("The keys are not in it. Without their kept copies nobody can read it: docs/runbooks/keys.md")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from portal.serving.restore import restore

    manifest = restore(_settings(), arguments.source)
    rows = sum(note.rows for note in manifest.tables.values())
    print(f"{rows} rows of {len(manifest.tables)} tables are back as they were at {manifest.made_at}.")
    print("Everybody signs in again. Next: the steps after a restore in docs/runbooks/restore.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
