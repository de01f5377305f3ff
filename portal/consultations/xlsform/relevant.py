"""Conditions as XLSForm's `relevant`: the part of XPath that our conditions can say, in both directions. Pure.

    ${q} = 'x'   ${q} != 'x'   ${q} = ''   selected(${q}, 'x')   ${q} >= 3   not(…)   … and …   … or …   (…)

Source: https://docs.getodk.org/form-logic/. Reading takes time linear in the text, which has a limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portal.consultations.conditions import Comparison, Condition, Mode, Operator

#: Longer, or deeper in brackets, nobody writes by hand.
LONGEST, DEEPEST = 4_000, 20

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[^\s{}]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d{1,9}(?![\w.]))"
    r"|(?P<sign><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z][\w-]*)|(?P<end>$))"
)
_OPPOSITE = {
    Operator.IS: Operator.IS_NOT,
    Operator.ANY_OF: Operator.NONE_OF,
    Operator.ANSWERED: Operator.NOT_ANSWERED,
}
_OPPOSITE |= {there: here for here, there in _OPPOSITE.items()}
#: The same comparison read from the other side: `3 <= ${q}`.
_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_ONE, _SEVERAL = (
    {Operator.ANY_OF: Operator.IS, Operator.NONE_OF: Operator.IS_NOT},
    frozenset({Operator.IS, Operator.IS_NOT}),
)


class NotUnderstood(ValueError):
    """It is no expression, or it says more than a condition of ours can."""


@dataclass(frozen=True)
class _Joined:
    """Several expressions joined by `and` (ALL) or `or` (ANY)."""

    mode: Mode
    parts: tuple[_Node, ...]


@dataclass(frozen=True)
class _Not:
    """The opposite of an expression."""

    inner: _Node


@dataclass(frozen=True)
class _Brackets:
    """An expression in brackets of its own."""

    inner: _Node


_Node = Comparison | _Joined | _Not | _Brackets


def canonical(condition: Condition) -> Condition:
    """The same meaning in one form: `is` for one value and `any of` for several, and ALL for a single test."""
    tests = tuple(_canonical(test) for test in condition.tests)
    return Condition(condition.mode if len(tests) > 1 else Mode.ALL, tests)


def write(condition: Condition, several: Callable[[str], bool]) -> str:
    """A condition as an expression; `several` says of which questions more than one answer can be chosen.

    Raises NotUnderstood for a value that holds both kinds of quotation mark: XPath cannot write it.
    """
    word = " and " if condition.mode is Mode.ALL else " or "
    return word.join(_write(_canonical(test), several(test.question)) for test in condition.tests)


def read(text: str) -> Condition:
    """An expression as a condition in its canonical form; NotUnderstood if it is none we can keep."""
    if len(text) > LONGEST:
        raise NotUnderstood
    node = _Reader(text).whole()
    while isinstance(node, _Brackets) and not isinstance(node.inner, _Joined):
        node = node.inner
    if isinstance(node, _Joined):
        return canonical(Condition(node.mode, tuple(_tests(node))))
    if isinstance(node, _Brackets) and isinstance(node.inner, _Joined) and not _is_one(node):
        return canonical(Condition(node.inner.mode, tuple(_tests(node.inner))))
    return canonical(Condition(Mode.ALL, (_test(node),)))


def _canonical(test: Comparison) -> Comparison:
    values = tuple(dict.fromkeys(test.values))
    operator = test.operator
    if len(values) == 1:
        operator = _ONE.get(operator, operator)
    elif operator in _SEVERAL:
        operator = Operator.ANY_OF if operator is Operator.IS else Operator.NONE_OF
    return replace(test, operator=operator, values=values)


def _write(test: Comparison, several: bool) -> str:
    name = f"${{{test.question}}}"
    match test.operator:
        case Operator.ANSWERED:
            return f"{name} != ''"
        case Operator.NOT_ANSWERED:
            return f"{name} = ''"
        case Operator.AT_LEAST | Operator.AT_MOST:
            return f"{name} {'>=' if test.operator is Operator.AT_LEAST else '<='} {int(test.values[0])}"
    is_not = test.operator in (Operator.IS_NOT, Operator.NONE_OF)
    if len(test.values) == 1 and not several:
        return f"{name} {'!=' if is_not else '='} {_quoted(test.values[0])}"
    each = [f"selected({name}, {_quoted(value)})" if several else f"{name} = {_quoted(value)}" for value in test.values]
    joined = " or ".join(each)
    return f"not({joined})" if is_not else joined if len(each) == 1 else f"({joined})"


def _quoted(value: str) -> str:
    mark = "'" if "'" not in value else '"'
    if mark in value:
        raise NotUnderstood
    return f"{mark}{value}{mark}"


def _tests(node: _Joined) -> Iterable[Comparison]:
    """The tests of an `and` or an `or`; the same joined again in brackets is one with it."""
    for part in node.parts:
        inner = part.inner if isinstance(part, _Brackets) else part
        if isinstance(inner, _Joined) and inner.mode is node.mode and not _is_one(inner):
            yield from _tests(inner)
        else:
            yield _test(part)


def _is_one(node: _Node) -> bool:
    """Whether several answers to the same question are one test."""
    try:
        _test(node)
    except NotUnderstood:
        return False
    return True


def _test(node: _Node) -> Comparison:
    if isinstance(node, Comparison):
        return node
    if isinstance(node, _Brackets):
        return _test(node.inner)
    if isinstance(node, _Not):
        test = _test(node.inner)
        if test.operator not in _OPPOSITE:
            raise NotUnderstood  # who left a number empty is not "not at least 3" here, but is in XPath
        return replace(test, operator=_OPPOSITE[test.operator])
    tests = [_canonical(_test(part)) for part in node.parts]
    wanted = (Operator.IS, Operator.ANY_OF) if node.mode is Mode.ANY else (Operator.IS_NOT, Operator.NONE_OF)
    if len({test.question for test in tests}) > 1 or any(test.operator not in wanted for test in tests):
        raise NotUnderstood
    return replace(tests[0], operator=wanted[1], values=tuple(value for test in tests for value in test.values))


class _Reader:
    """Reads an expression once from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while not self.tokens or self.tokens[-1][0] != "end":
            found = _TOKEN.match(text, place)
            if found is None or found.lastgroup is None:
                raise NotUnderstood
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()
        self.place = self.depth = 0

    def whole(self) -> _Node:
        """The expression, with nothing after it."""
        node = self._joined(Mode.ANY)
        self._take("end")
        return node

    def _joined(self, mode: Mode) -> _Node:
        """What `or` joins; `and` binds closer."""
        parts = [self._part(mode)]
        while self._next() == ("word", "or" if mode is Mode.ANY else "and"):
            self.place += 1
            parts.append(self._part(mode))
        return parts[0] if len(parts) == 1 else _Joined(mode, tuple(parts))

    def _part(self, mode: Mode) -> _Node:
        return self._joined(Mode.ALL) if mode is Mode.ANY else self._single()

    def _single(self) -> _Node:
        kind, text = self._next()
        if (kind, text) == ("sign", "("):
            return _Brackets(self._inner())
        if (kind, text) == ("word", "not"):
            self.place += 1
            return _Not(self._inner())
        if (kind, text) == ("word", "selected"):
            return self._selected()
        return self._comparison()

    def _inner(self) -> _Node:
        self._take("sign", "(")
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood
        node = self._joined(Mode.ANY)
        self.depth -= 1
        self._take("sign", ")")
        return node

    def _selected(self) -> Comparison:
        self.place += 1
        self._take("sign", "(")
        name = self._name()
        self._take("sign", ",")
        value = self._take("text")[1:-1]
        self._take("sign", ")")
        if not value:
            raise NotUnderstood
        return Comparison(name, Operator.IS, (value,))

    def _comparison(self) -> Comparison:
        if self._next()[0] == "name":
            name, sign = self._name(), self._take("sign")
            return _compared(name, sign, *self._value())
        value = self._value()
        sign = self._take("sign")
        if sign not in _TURNED:
            raise NotUnderstood
        return _compared(self._name(), _TURNED[sign], *value)

    def _value(self) -> tuple[str, str]:
        kind, text = self._next()
        if kind not in ("text", "number"):
            raise NotUnderstood
        self.place += 1
        return kind, text[1:-1] if kind == "text" else text

    def _name(self) -> str:
        return self._take("name")[2:-1].strip()

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.place]

    def _take(self, kind: str, text: str | None = None) -> str:
        found = self._next()
        if found[0] != kind or (text is not None and found[1] != text):
            raise NotUnderstood
        self.place += 1
        return found[1]


def _compared(name: str, sign: str, kind: str, value: str) -> Comparison:
    if sign in ("=", "!=") and kind == "text":
        if value:
            return Comparison(name, Operator.IS if sign == "=" else Operator.IS_NOT, (value,))
        return Comparison(name, Operator.NOT_ANSWERED if sign == "=" else Operator.ANSWERED)
    if sign not in ("<", "<=", ">", ">=") or kind != "number":
        raise NotUnderstood
    limit = int(value) + (1 if sign == ">" else -1 if sign == "<" else 0)
    return Comparison(name, Operator.AT_LEAST if sign.startswith(">") else Operator.AT_MOST, (str(limit),))
