"""Whether a name somebody typed may mean a person: whole words, short forms, near spellings. Pure.

Nothing here can know a nickname ("Big Tam", "the tall one"). What it cannot place is kept to the manager tier.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

#: Two words this alike are one name spelt in two ways (Morag, Morrag); found by trying both sides of it in the tests.
_NEAR = 0.8
#: Alike enough to keep a manager out when nobody knows who is meant (Shaun, Shona).
_PERHAPS = 0.6
#: Words people write around a name. One that is somebody's name (An, My) keeps it from them, but settles nothing.
_AROUND = frozenset(
    """a about am an and at called dont dunno for from guy have he her him his house i idea in is it its know lady man
    me miss mr mrs ms my name named no not of on one or social somebody someone staff sure team that the their them they
    think this to was we who with woman worker wumman you""".split()  # noqa: SIM905 - a list of words reads as words
)
#: Names that stand for one another here, one family a line.
_FAMILIES = """
alasdair alastair alistair alister al ali ally
alexander alex alec alick sandy xander ally
alexandra alex sandra lexi lexie ally
amanda mandy
andrew andy drew
angus gus aonghas
anthony tony ant
barbara babs barb
callum calum cal malcolm malc
catherine katherine kathryn cath cathy kath kathy kate katie kat cat kit
catriona katrina katriona catrina trina cat
charles charlotte charlie chas lottie
christine christina christopher chris chrissie christy kirsty kirstie kirsten tina kris
daniel danielle dan danny dani
david dave davie davy dai
deborah debra deb debbie debs
donald don donnie donny
douglas doug dougie
edward ed eddie ted teddy ned
eilidh ailie ayley aylee
eleanor helen ellen nell nellie ellie ella
elizabeth elisabeth liz lizzie beth betty eliza elsie lisa libby elspeth bessie
emma em emily
euan ewan ewen eoghan owen
fiona fi fee ona
gavin gav
geoffrey jeffrey geoff jeff
george geordie dod doddie
gerard gerald gerry ged
graham graeme grahame
gregory gregor greg
ian iain eoin john jon johnny jack jock jonathan
isabel isobel ishbel isabella izzy bella iz
jacqueline jackie jacqui jaqui
james jim jimmy jamie hamish seumas
janet jan jean jane jenny
jennifer jen jenny jenni
jessica jess jessie
joanne joanna josephine jo josie joan
joseph joe jo joey
kenneth ken kenny
lachlan lachie
laura lauren lorna loz
louise lou
lynn lynne lyn lindsay linda
margaret maggie meg peggy mags madge greta
mhairi mairi mari mary vari marie
matthew matt
michael mike mick mikey
natalie natasha nat tash
niall neil neal
niamh neve neev
nicholas nicola nick nicky nikki nic
pamela pam
patricia patrick pat trish tricia paddy patsy
peter pete
philip phillip phil
raymond ray
rebecca becky becca beck
richard rich rick ricky dick
robert rob robbie bob bobby rab rabbie bert
ronald ron ronnie
rory ruaridh ruairidh ruaraidh
samantha samuel sam sammy
sean shaun shawn shane
siobhan shivaun shiv
stephanie steph stef
stephen steven steve stevie
stuart stewart stu stew
susan suzanne sue susie suzie
theresa teresa terry tess
thomas tom tommy tam
victoria vicky vicki vic tori
william will bill billy willie wullie liam
yvonne eve von
"""


class Likeness(IntEnum):
    """How far a typed name goes with a person's."""

    NONE = 0
    PERHAPS = 1
    NEAR = 2
    SURE = 3


def likeness(typed: str, name: str) -> Likeness:
    """The best any typed word does against any word of the name; one letter alone may be an initial, no more."""
    words, theirs = _words(typed), _words(name)
    return max((_alike(word, their) for word in words for their in theirs), default=Likeness.NONE)


def typed_names(text: str) -> list[str]:
    """The people a text names, one an entry; empty where it only says that somebody is not known."""
    parts = re.split(r"\n|,|;|&|/|\band\b|\bor\b", text.casefold())
    return [part.strip() for part in parts if any(word not in _AROUND for word in _words(part))]


def _alike(word: str, their: str) -> Likeness:
    if len(word) < 2 or len(their) < 2:
        return Likeness.PERHAPS if word[0] == their[0] else Likeness.NONE
    if word == their or _families(word) & _families(their):
        return Likeness.NEAR if word in _AROUND else Likeness.SURE
    if word in _AROUND:
        return Likeness.NONE
    ratio = _ratio(word, their)
    if ratio >= _NEAR:
        return Likeness.NEAR
    begins = word.startswith(their) or their.startswith(word)
    return Likeness.PERHAPS if begins or ratio >= _PERHAPS else Likeness.NONE


def _ratio(one: str, other: str) -> float:
    """Alike in either order: difflib's own answer depends on which comes first."""
    return max(SequenceMatcher(None, one, other).ratio(), SequenceMatcher(None, other, one).ratio())


def _words(text: str) -> list[str]:
    """Words without case, accents or apostrophes: `Siân` and `sian` are one name, and so are `O’Neil` and `oneil`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub(r"[’'`]", "", plain))


def _families(word: str) -> frozenset[int]:
    return _by_name().get(word, frozenset())


@lru_cache(maxsize=1)
def _by_name() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_FAMILIES.split("\n")):
        for name in line.split():
            found[name] = found.get(name, frozenset()) | {number}
    return found
