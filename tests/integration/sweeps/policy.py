"""Who may open which door: written from the reviewed matrix by hand, never from the code it judges.

A door that is not here fails the sweep; so does one that is here and nowhere else.
"""

from tests.integration.sweeps.world import (
    ADMINISTRATOR,
    ADVOCATE,
    CHAMPION,
    EVERYBODY,
    HOLDER,
    INSPECTOR,
    LEAD,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    SAFEGUARDING,
    TWO_HATS,
    WORKER,
    WORKING,
)

ALL = frozenset(EVERYBODY)
THREAD = frozenset({HOLDER})
SIGNED_IN = frozenset(WORKING)
HOME = SIGNED_IN - {"no role"}
TABLE = frozenset({CHAMPION, TWO_HATS, MEMBER, LEAD, OTHER_LEAD, OFFICER, SAFEGUARDING})
CHAMPIONS = frozenset({CHAMPION, TWO_HATS})
#: Who takes things up the ladder and says what was decided.
#: The second person for a locked name.
NAMES = frozenset({OFFICER, SAFEGUARDING})
MOVERS = CHAMPIONS | {MEMBER, OFFICER}
READER = frozenset({OFFICER})
SAFETY = frozenset({SAFEGUARDING})
#: The row of the sweep belongs to the council: another organisation's lead must not find it.
OWN_LEAD = frozenset({LEAD})
LEADS = frozenset({LEAD, OTHER_LEAD})
#: Where two persons are needed: safeguarding or a corporate parent lead may be the second.
APPROVERS = frozenset({SAFEGUARDING, LEAD, OTHER_LEAD})
#: ... and of what the participation team wrote, one of that team as well.
SECOND = APPROVERS | READER
HELPERS = frozenset({ADVOCATE, WORKER, OFFICER})
#: Advocates, workers and inspectors read what is released, and nothing a young person said.
RELEASED = TABLE | {ADVOCATE, WORKER, INSPECTOR}
KEEPER = frozenset({ADMINISTRATOR})
#: Erasing by a clock in doubt goes on only when two of these say so.
CLOCK = frozenset({ADMINISTRATOR, SAFEGUARDING})
DOWNLOADS = frozenset({MEMBER, LEAD, OTHER_LEAD, OFFICER, SAFEGUARDING})

DOORS: dict[str, frozenset[str]] = {
    # Anybody, on any phone.
    "static": ALL,
    "arrive.home": ALL,
    "arrive.privacy": ALL,
    "arrive.accessibility": ALL,
    "arrive.leave": ALL,
    "arrive.go": ALL,
    "consultations.start": ALL,
    "consultations.age": ALL,
    "consultations.answer": ALL,
    "consultations.add": ALL,
    "consultations.file": ALL,  # only of the draft open on this phone
    "consultations.identity": ALL,
    "consultations.sharing": ALL,
    "consultations.check": ALL,
    "consultations.keep": ALL,
    "consultations.whose": ALL,
    "consultations.no_signal": ALL,
    "consultations.blank": ALL,
    "consultations.worker": ALL,
    "consultations.packets": ALL,
    "contributions.receipt": ALL,
    "contributions.noted": ALL,
    "contributions.done": ALL,
    "contributions.carry_on": ALL,
    "invitations.typed": ALL,
    "invitations.letter": ALL,
    "invitations.wrong": ALL,  # whoever came with no letter is led to the first page
    "safety.start": ALL,
    "meeting_prep.start": ALL,
    "meeting_prep.prompt": ALL,
    "meeting_prep.points": ALL,  # whoever has nothing open on this phone is told so, with nothing shown
    "meeting_prep.add": ALL,
    "meeting_prep.change": ALL,
    "meeting_prep.move": ALL,
    "meeting_prep.remove": ALL,
    "meeting_prep.show": ALL,
    "meeting_prep.sheet": ALL,
    "meeting_prep.keep": ALL,
    "meeting_prep.noted": ALL,
    "meeting_prep.share": ALL,
    "meeting_prep.stop": ALL,
    "meeting_prep.after": ALL,
    "meeting_prep.erase": ALL,
    "meeting_prep.close": ALL,
    "meeting_prep.shared": ALL,  # a link and its PIN
    "free_views.tell": ALL,
    "free_views.complaint": ALL,
    "free_views.identity": ALL,
    "free_views.sharing": ALL,
    "free_views.check": ALL,
    "free_views.keep": ALL,
    "free_views.whose": ALL,
    "free_views.ideas": ALL,
    "free_views.idea": ALL,
    "free_views.support": ALL,  # a code typed for this alone, or the thread open on this phone
    "together.begin": ALL,  # a signed note; without a good one there is nothing here
    "keyring.mine": ALL,  # whoever has none open on this phone is shown the way to open one
    "keyring.enter": ALL,
    "keyring.make": ALL,
    "keyring.add": ALL,
    "keyring.add_new": ALL,
    "keyring.go": ALL,
    "keyring.take_off": ALL,
    "keyring.passphrase": ALL,
    "keyring.throw_away": ALL,
    "keyring.close": ALL,
    "commitments.index": ALL,
    "entitlements.owed": ALL,
    "entitlements.answer": ALL,  # a code typed for this alone, or the thread open on this phone
    "entitlements.progress": ALL,
    "feedback.index": ALL,
    "feedback.story": ALL,
    "lifeline.enter": ALL,
    "demo.people": ALL,
    "demo.switch": ALL,
    "demo_staff.take_over": ALL,  # exists in the demonstration only
    "accounts_staff.sign_in": ALL,
    "accounts_staff.second_step": ALL,
    "accounts_staff.sign_out": ALL,
    "accounts_staff.invited": ALL,  # whoever holds a link; without one the page says that it does not work
    "accounts_staff.accept": ALL,
    # Whoever opened a thread with its code.
    "lifeline.thread": THREAD,
    "lifeline.sheet": THREAD,
    "lifeline.keep": THREAD,
    "lifeline.looked": THREAD,
    "lifeline.correct": THREAD,
    "lifeline.write": THREAD,
    "lifeline.file": THREAD,
    "lifeline.say": THREAD,
    "lifeline.sharing": THREAD,
    "lifeline.take_back": THREAD,
    "lifeline.close": THREAD,
    "complaints.decide": THREAD,
    "together.voices": THREAD,  # the row of the sweep is no group's: it is told that there is nothing
    "together.take_out": THREAD,
    # One's own account.
    "accounts_staff.account": SIGNED_IN,
    "accounts_staff.role": SIGNED_IN,
    "accounts_staff.enrol": SIGNED_IN,
    "dashboard_staff.home": HOME,
    "together_staff.unlock": SIGNED_IN,
    # Writing with young people: one of them, or a group.
    "together_staff.index": HELPERS | CHAMPIONS,
    "together_staff.start": HELPERS,
    "together_staff.record": HELPERS | CHAMPIONS,
    "together_staff.group": READER,  # recorded by the officer of the sweep
    "together_staff.voice": READER,
    "together_staff.point": READER,
    # People and their roles: one opens, another agrees.
    "accounts_staff.people": KEEPER,
    "accounts_staff.person": KEEPER,
    "accounts_staff.new_link": KEEPER,
    "accounts_staff.close": KEEPER,
    "accounts_staff.take": KEEPER,
    "accounts_staff.waiting": APPROVERS,
    "accounts_staff.agree": APPROVERS,
    "audit_staff.verify": KEEPER,
    "lifeline_staff.erasing": CLOCK,
    "lifeline_staff.ask": CLOCK,
    "lifeline_staff.go_on": CLOCK,
    "partnership_staff.index": KEEPER,
    "partnership_staff.line": KEEPER,
    "partnership_staff.hide": KEEPER,
    "partnership_staff.arranged": KEEPER,
    "partnership_staff.add_level": KEEPER,
    "partnership_staff.level": KEEPER,
    "partnership_staff.move_level": KEEPER,
    "partnership_staff.retire_level": KEEPER,
    "partnership_staff.add_organisation": KEEPER,
    "partnership_staff.organisation": KEEPER,
    "partnership_staff.add_post": KEEPER,
    "partnership_staff.post": KEEPER,
    "partnership_staff.retire_post": KEEPER,
    "partnership_staff.add_holiday": KEEPER,
    "partnership_staff.remove_holiday": KEEPER,
    # Words of young people: the participation team; safeguarding only what was flagged.
    "reading_staff.views": READER,
    "reading_staff.view": READER,
    "reading_staff.file": READER,
    "reading_staff.describe": READER,
    "reading_staff.sort": READER,
    "reading_staff.reply": READER,
    "free_views_staff.sorting": READER,
    "free_views_staff.sorted_out": READER,
    "free_views_staff.thanked": READER,
    "free_views_staff.prepare": READER,
    "free_views_staff.ideas": SECOND,
    "free_views_staff.look": SECOND,
    "free_views_staff.take_down": SECOND,
    "reading_staff.take_out": READER,
    "complaints_staff.index": READER | SAFETY,
    "complaints_staff.complaint": READER,  # the row of the sweep is about nobody who works here
    "complaints_staff.further": READER,
    "complaints_staff.close": READER,
    "reading_staff.readings": SAFETY | LEADS,
    "reading_staff.allowed": READER,
    "reading_staff.passed_on": READER,
    "safety_staff.queue": SAFETY,
    "safety_staff.concern": SAFETY,
    "safety_staff.file": SAFETY,
    "safety_staff.hand_over": SAFETY,
    "safety_staff.confirm": SAFETY,
    "safety_staff.close": SAFETY,
    "safety_staff.reply_to_concern": SAFETY,
    "safety_staff.duties": SAFETY,
    "safety_staff.remove_duty": SAFETY,
    # Who is asked: the participation team makes letters and notes whom there is to ask.
    "invitations_staff.index": READER,
    "invitations_staff.consultation": READER,
    "invitations_staff.poster": READER,
    "invitations_staff.new": READER,
    "invitations_staff.make": READER,
    "invitations_staff.call_back": READER,
    "invitations_staff.reminders": READER,
    "invitations_staff.totals": READER,
    "invitations_staff.outreach": READER,
    # Planning and building what is asked: the participation team.
    "consultations_staff.index": READER,
    "consultations_staff.create": READER,
    "consultations_staff.consultation": READER,
    "consultations_staff.plan": READER,
    "consultations_staff.identities": READER,
    "consultations_staff.launch": READER,
    "consultations_staff.closing": READER,
    "consultations_staff.reported": READER,
    "consultations_staff.edition": READER,
    "consultations_staff.next_version": READER,
    "consultations_staff.put_in_use": READER,
    "consultations_staff.add_section": READER,
    "consultations_staff.section": READER,
    "consultations_staff.move_section": READER,
    "consultations_staff.remove_section": READER,
    "consultations_staff.add_question": READER,
    "consultations_staff.question": READER,
    "consultations_staff.move_question": READER,
    "consultations_staff.duplicate": READER,
    "consultations_staff.remove_question": READER,
    "consultations_staff.keep_question": READER,
    "consultations_staff.search_bank": READER,
    "consultations_staff.place": READER,
    "consultations_staff.when": READER,
    "consultations_staff.drop_test": READER,
    "consultations_staff.choose_mode": READER,
    "consultations_staff.paths_map": READER,
    "consultations_staff.add_edition": READER,
    "consultations_staff.languages": READER,
    "consultations_staff.translation": READER,
    "consultations_staff.form_in": READER,
    "consultations_staff.form_out": READER,
    "consultations_staff.download_form": READER,
    "consultations_staff.preview": READER,
    "consultations_staff.page": READER,
    "themes_staff.index": READER,
    "themes_staff.create": READER,
    "themes_staff.waiting": READER,
    "themes_staff.theme": READER,
    "themes_staff.edit": READER,
    "themes_staff.confirm_retire": READER,
    "themes_staff.retire": READER,
    "themes_staff.bring_back": READER,
    "themes_staff.code": READER,
    # Figures: frozen by the team, signed by a second person of it, read at the table.
    "evidence_staff.index": RELEASED,
    "evidence_staff.release": RELEASED,
    "evidence_staff.heard": RELEASED,
    "evidence_staff.freeze_listening": READER,
    "evidence_staff.choose": READER,
    "evidence_staff.freeze": READER,
    "evidence_staff.sign": SECOND,
    "evidence_staff.confirm_discard": READER,
    "evidence_staff.discard": READER,
    "feedback_staff.freeze_verdicts": READER,
    "reports_staff.index": DOWNLOADS,
    "reports_staff.download": DOWNLOADS,
    "reports_staff.organisation": LEADS,
    "reports_staff.download_organisation": LEADS,
    # The board.
    "board_staff.index": TABLE,
    "board_staff.ask": TABLE,
    "board_staff.action": TABLE,
    "board_staff.pool": TABLE,
    "board_staff.columns": TABLE,
    "board_staff.timeline": TABLE,
    "board_staff.partners": TABLE,
    "board_staff.file": TABLE,
    "board_staff.proof": TABLE,
    "board_staff.change_many": READER,
    "board_staff.join": READER,
    "board_staff.part": READER,
    "board_staff.split": READER,
    "board_staff.ask_once_more": CHAMPIONS,
    "board_staff.rate": CHAMPIONS,
    "board_staff.add_milestone": READER | OWN_LEAD,
    "board_staff.reach_milestone": READER | OWN_LEAD,
    "board_staff.add_proof": READER | OWN_LEAD,
    "paper_staff.index": READER,
    "paper_staff.print_twin": READER,
    "paper_staff.pile": READER,
    "paper_staff.type_in": READER,
    "paper_staff.settle": READER,
    "paper_staff.put_aside": READER,
    "unmasking_staff.ask": READER,
    "unmasking_staff.look": READER,
    "unmasking_staff.waiting": NAMES,
    "unmasking_staff.decide": SAFETY,  # the officer of the sweep asked
    "unmasking_staff.keep": NAMES,
    "unmasking_staff.tell": NAMES,
    "escalation.rules": ALL,
    "escalation_staff.index": TABLE,
    "escalation_staff.raise_higher": MOVERS,
    "escalation_staff.bring_down": MOVERS,
    "escalation_staff.days": KEEPER,
    "board_staff.add_ask": READER,
    "board_staff.add_quote": READER,
    "board_staff.plan": READER,
    "board_staff.check": SECOND,
    "board_staff.reword": SECOND,
    "board_staff.drop": READER,
    "board_staff.answer": OWN_LEAD,
    "board_staff.add_action": READER | OWN_LEAD,
    "board_staff.start": READER | OWN_LEAD,
    "board_staff.take_step": READER | OWN_LEAD,
    "board_staff.say": CHAMPIONS,
    "board_staff.speak": CHAMPIONS,
    "board_staff.ours": frozenset({CHAMPION}),  # the other hat belongs to the side that typed it
    "commitments_staff.index": RELEASED,
    "commitments_staff.adopt": READER,
    "commitments_staff.edit": READER,
    "commitments_staff.retire": READER,
    "commitments_staff.rules": READER,
    "commitments_staff.rule": READER,
    "commitments_staff.remove_rule": READER,
    "entitlements_staff.gaps": RELEASED,
    "entitlements_staff.freeze": READER,
    "measures_staff.index": RELEASED,
    "measures_staff.measure": RELEASED,
    "measures_staff.define": READER,
    "measures_staff.edit": READER,
    "measures_staff.enter": READER,
    "measures_staff.many": READER,
    "measures_staff.approve": SECOND,
    "measures_staff.discard": SECOND,
    "feedback_staff.index": SECOND,
    "feedback_staff.write": READER | OWN_LEAD,
    "feedback_staff.draft": SECOND,
    "feedback_staff.change": READER | OWN_LEAD,
    "feedback_staff.publish": SECOND,
}

#: A GET of these shows somebody's words, so it may add to the audit and to the life line; no other GET writes.
READING = frozenset(
    {
        "reading_staff.file",
        "reading_staff.view",
        "safety_staff.file",
        "free_views_staff.prepare",
        "free_views_staff.look",
        "safety_staff.concern",
        "themes_staff.code",
        "board_staff.add_quote",
        "board_staff.check",
        "board_staff.reword",
    }
)
#: What such a GET may write, and nothing else.
READING_WRITES = frozenset({"insert audit_event", "update contribution", "update message", "update concern"})
#: ... and of a view or a concern only that it was read now.
READING_CHANGES = (
    "audit_event +",
    "contribution.first_read_on",
    "message.seen",
    "concern.state",
    "concern.seen_at",
    "concern.seen_by_id",
)

#: Unsafe addresses that need no token: leaving and crying for help must always work; the bar is the demonstration's.
#: A packet of a phone without signal carries its own proof, sealed.
NO_TOKEN = frozenset({"arrive.leave", "consultations.packets", "safety.start", "demo.switch", "demo_staff.take_over"})

#: An address that makes sense only with a question mark behind it.
QUERY = {"board_staff.add_action": "?ask={ask_id}"}

#: What each address reads behind its question mark; a name that is read and not here fails the sweep.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "accounts_staff.sign_in": ("to",),
    "accounts_staff.second_step": ("to",),
    "audit_staff.verify": ("head",),
    "board_staff.add_action": ("ask", "commitment"),
    "board_staff.add_ask": ("from", "idea", "theme"),
    "board_staff.add_quote": ("theme",),
    **{
        f"board_staff.{name}": ("duty", "organisation", "show", "theme")
        for name in ("change_many", "columns", "file", "timeline")
    },
    "board_staff.index": ("duty", "organisation", "page", "show", "theme"),
    "consultations.age": ("check",),
    "consultations.add": ("check",),
    "consultations.answer": ("check",),
    "consultations.identity": ("check",),
    "consultations.sharing": ("check",),
    "consultations_staff.page": ("at", "lang"),
    "consultations_staff.search_bank": ("promise", "shanarri", "words"),
    "consultations_staff.when": ("csrf_token", "number", "on", "operator", "values"),
    "consultations_staff.preview": ("lang",),
    "evidence_staff.heard": ("edition",),
    "evidence_staff.release": ("edition",),
    "feedback.index": ("page", "told"),
    "free_views.ideas": ("page",),
    "free_views.complaint": ("check",),
    "free_views.identity": ("check",),
    "free_views.sharing": ("check",),
    "free_views.tell": ("check",),
    "complaints_staff.index": ("page", "show"),
    "reading_staff.views": ("kind", "outcome", "page", "priority", "show"),
    "safety_staff.queue": ("closed", "page"),
    "themes_staff.theme": ("page",),
    "themes_staff.waiting": ("page",),
}
#: Read only once a password was right, a draft begun, or an age chosen: no visitor of a sweep comes so far.
READ_LATER = frozenset(
    {
        ("accounts_staff.sign_in", "to"),
        ("accounts_staff.second_step", "to"),
        ("consultations.age", "check"),
        ("consultations.identity", "check"),
        ("consultations.sharing", "check"),
        ("free_views.complaint", "check"),
        ("free_views.identity", "check"),
        ("free_views.sharing", "check"),
        ("free_views.tell", "check"),
    }
)
