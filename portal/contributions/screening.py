"""Words that make a person read sooner. It can only raise a priority; it never lowers, blocks or replaces reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from portal.contributions.models import Priority

#: Plain phrases, spelt as people spell them; missing one costs nothing but the head start.
_URGENT = (
    r"kill (my|him|her|them)\s?sel(f|ves)",
    r"kms",
    r"suicid",
    r"(want|going|wish) (to|i could|i was|i were) (die|dead|not be here)",
    r"(dont|dinnae|dinna) (want|wanna|wantae|want tae) ?(to )?(be here|live|wake up)",
    r"(cannae|cant) (go on|dae this|do this any ?more|take (it|this) any ?more)",
    r"better aff? (deid|dead)|better off (deid|dead)",
    r"end (it all|my life)",
    r"self ?harm",
    r"(cut|hurt|hurting|cutting) (my ?self|me)",
    r"overdose",
    r"(hits?|hitting|punch(es|ed|ing)?|beat(s|ing|en)?|kick(s|ed|ing)?|slap(s|ped|ping)?) (me|us)",
    r"(batter|skelp|leather|lamp)(s|ed|it|ing|in)? (me|us)",
    r"(chok(es?|ed|ing)|strangl(es?|ed|ing)|hurts?|hurting) (me|us)",
    r"(gets?|getting|gettin|got|gave me|gies me) (a )?(battered|leathered|skelped|beaten|battering?|leathering?|doing)",
    r"touch(es|ed|ing|in)? (me|us|my|ma|mah)",
    r"(hand|hands|fingers) (up|down|on|in) (my|ma|mah)",
    r"(felt|feels|feeling) me up",
    r"made me (touch|kiss|strip|undress|send)",
    r"(nude|naked) (pic|pics|photo|photos|picture|pictures)",
    r"rap(e|ed|ist)",
    r"abus(e|ed|ing|er)",
    r"not safe",
    r"unsafe",
    r"(scared|feart|feared|afraid|frightened) (of|o|to go|tae go|tae gan) ",
    r"lock(s|ed)? me (in|up|out)",
    r"(no|nae|nothing|nothin|havent|havenae|hivnae|have not|not|no much) (food|eaten|to eat|tae eat|scran)",
    r"nae (grub|tea|dinner|heatin|heating|leccy)",
    r"starv(ed|ing|in)",
    r"run(ning)? away",
    r"(nowhere|naewhere|naewhaur) (to|tae) (sleep|stay|go|gan|gaun)",
    r"(put|pit|flung|chucked|kicked|thrown) (me |us )?(out|oot)",
    r"sleep(ing|in) (rough|outside|ootside|in (a|my|ma) (car|van|park|stair))",
    r"he makes me|she makes me|they make me",
    r"threat(en|ens|ened|ening)",
    r"knife",
)
_SOON = (
    r"bull(y|ies|ied|ying)",
    r"scared",
    r"frightened",
    r"feart",
    r"greetin",
    r"hungry",
    r"homeless",
    r"evict",
    r"panic",
    r"complain(t)?",
)
_urgent = re.compile(r"\b(?:" + "|".join(_URGENT) + ")")
_soon = re.compile(r"\b(?:" + "|".join(_SOON) + ")")


#: Words that nearly every English sentence, and every Scots one, is held together by.
_HOLDING = frozenset(
    """i im ive a an and the to of in is it its my me you he she they we was be that for on are with have do not no but
    so at this at her his him get got want like need just can cant dont when if all or up out am our there them
    ma tae wi o an aye nae no isnae cannae dinnae wasnae didnae hae fae frae oot doon wee naw ye yer whit jist the
    good bad great ok okay yes please thanks thank nothing none nobody""".split()  # noqa: SIM905 - a list of words reads so
)
_ENGLISH = "en"
#: A text of fewer words may well have none of those in it ("gym card"), and says little of its language.
_ENOUGH_WORDS = 4
_SHARE_HOLDING = 0.3


def priority_of(texts: Iterable[str], locale: str = _ENGLISH) -> Priority:
    """How soon a person should read these words. The phrases are English and Scots: what may be neither is soon."""
    given = list(texts)
    flat = " ".join(_flatten(text) for text in given)
    if _urgent.search(flat):
        return Priority.URGENT
    return Priority.SOON if _soon.search(flat) or _may_be_foreign(given, locale) else Priority.USUAL


def _may_be_foreign(texts: list[str], locale: str) -> bool:
    """Whether no phrase here could have been found: written while the site spoke another language, in another script,
    or with next to none of the words that hold English together."""
    words = [word for text in texts for word in _flatten(text).split() if not word.isdigit()]
    if not words:
        return False
    if not locale.startswith(_ENGLISH) or any(_is_foreign_letter(c) for text in texts for c in text):
        return True
    return len(words) >= _ENOUGH_WORDS and sum(w in _HOLDING for w in words) < _SHARE_HOLDING * len(words)


def _is_foreign_letter(letter: str) -> bool:
    """A letter English does not have; accents of names and loan words are no sign (Siân, café)."""
    if letter.isascii() or not letter.isalpha():
        return False
    plain = unicodedata.normalize("NFKD", letter)[0]
    return not plain.isascii() or letter.casefold() in "ąćęłńśźżășțßñøæčďěňřšťůžőűğışđ"


def _flatten(text: str) -> str:
    kept = re.sub(r"[’'`]", "", text.lower())
    return re.sub(r"[^\w]+", " ", kept)
