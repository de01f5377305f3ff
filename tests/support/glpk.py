"""Whole-number programs by GLPK: another solver by other people than the one the site uses, for tests only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import swiglpk as glpk

FREE = 10**5


@dataclass
class Model:
    """Variables of at least nothing and rows `low <= sum <= high`; `extreme` finds the least or most of a sum.

    `values` are those of the last way found, each a whole number, or empty.
    """

    rows: list[tuple[dict[str, int], int, int]] = field(default_factory=list)
    _columns: dict[str, int] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    _problem: object = None

    def row(self, terms: Mapping[str, int], low: int, high: int = FREE) -> None:
        self._problem, self.values = None, {}
        for name in terms:
            self._columns.setdefault(name, len(self._columns) + 1)
        self.rows.append((dict(terms), low, high))

    @property
    def names(self) -> list[str]:
        """Every variable there is by now."""
        return list(self._columns)

    def extreme(self, terms: Mapping[str, int], *, largest: bool) -> int | None:
        """None where nothing is possible at all; of no variables the sum is nothing, which GLPK would not take."""
        if not self._columns:
            return 0
        if self._problem is None:
            self._problem = self._build()
        problem = self._problem
        glpk.glp_set_obj_dir(problem, glpk.GLP_MAX if largest else glpk.GLP_MIN)
        for name, place in self._columns.items():
            glpk.glp_set_obj_coef(problem, place, terms.get(name, 0))
        simplex = glpk.glp_smcp()
        glpk.glp_init_smcp(simplex)
        simplex.msg_lev = glpk.GLP_MSG_OFF
        if glpk.glp_simplex(problem, simplex) or glpk.glp_get_status(problem) != glpk.GLP_OPT:
            return None
        found = {name: glpk.glp_get_col_prim(problem, place) for name, place in self._columns.items()}
        self.values = {name: round(value) for name, value in found.items()}
        if all(abs(value - self.values[name]) < 1e-6 for name, value in found.items()):
            return round(glpk.glp_get_obj_val(problem))
        self.values = {}
        whole = glpk.glp_iocp()
        glpk.glp_init_iocp(whole)
        whole.msg_lev, whole.tm_lim = glpk.GLP_MSG_OFF, 20_000
        if glpk.glp_intopt(problem, whole) or glpk.glp_mip_status(problem) != glpk.GLP_OPT:
            return None
        return round(glpk.glp_mip_obj_val(problem))

    def _build(self) -> object:
        glpk.glp_term_out(glpk.GLP_OFF)
        problem = glpk.glp_create_prob()
        glpk.glp_add_cols(problem, len(self._columns))
        for place in self._columns.values():
            glpk.glp_set_col_bnds(problem, place, glpk.GLP_DB, 0, FREE)
            glpk.glp_set_col_kind(problem, place, glpk.GLP_IV)
        glpk.glp_add_rows(problem, len(self.rows))
        for number, (terms, low, high) in enumerate(self.rows, start=1):
            places, values = glpk.intArray(len(terms) + 1), glpk.doubleArray(len(terms) + 1)
            for at, (name, factor) in enumerate(terms.items(), start=1):
                places[at], values[at] = self._columns[name], factor
            glpk.glp_set_mat_row(problem, number, len(terms), places, values)
            glpk.glp_set_row_bnds(problem, number, glpk.GLP_FX if low == high else glpk.GLP_DB, low, high)
        return problem
