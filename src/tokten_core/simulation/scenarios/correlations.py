"""
Draws that move together: a Gaussian copula over a matrix of correlations.

Shares become points of the normal distribution, are mixed by the matrix's triangular root (Cholesky), and become shares again: each draw
keeps its own distribution. The correlation is that of the normal points; ranks correlate by 6/π · asin(ρ/2), a little less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.simulation.scenarios.distributions import Number
from tokten_core.simulation.scenarios.normal import Floats, normal_point, normal_share
from tokten_core.text import Text

__all__ = ["Correlations"]

NOT_SQUARE = Kind(
    "correlations-not-square",
    says=Text(en="{value} numbers stand in this row", fr="cette ligne compte {value} nombres"),
    allowed=Text(en="{size} rows of {size} numbers, one for each name", fr="{size} lignes de {size} nombres, un par nom"),
    remedy=Text(en="Complete the matrix, or take a name out.", fr="Complétez la matrice, ou retirez un nom."),
)
NOT_BETWEEN = Kind(
    "correlations-not-between",
    says=Text(en="{value} is no correlation", fr="{value} n'est pas une corrélation"),
    allowed=Text(en="from -1 to 1", fr="de -1 à 1"),
    remedy=Text(en="Correct the number.", fr="Corrigez le nombre."),
)
DIAGONAL = Kind(
    "correlations-diagonal",
    says=Text(en="{name} is correlated with itself by {value}", fr="{name} a une corrélation de {value} avec elle-même"),
    allowed=Text(en="1 on the diagonal", fr="1 sur la diagonale"),
    remedy=Text(en="Write 1.", fr="Écrivez 1."),
)
NOT_SYMMETRIC = Kind(
    "correlations-not-symmetric",
    says=Text(
        en="{first} with {second} is {value}, and {second} with {first} is {other}",
        fr="{first} avec {second} vaut {value}, et {second} avec {first} vaut {other}",
    ),
    allowed=Text(en="the same number on both sides of the diagonal", fr="le même nombre de part et d'autre de la diagonale"),
    remedy=Text(en="Write {value} twice, or {other} twice.", fr="Écrivez deux fois {value}, ou deux fois {other}."),
)
NOT_POSSIBLE = Kind(
    "correlations-not-possible",
    says=Text(
        en="no numbers can move together like that: the least eigenvalue of the matrix is {value}",
        fr="aucun nombre ne peut varier ainsi de concert : la plus petite valeur propre de la matrice est {value}",
    ),
    allowed=Text(en="a matrix without eigenvalue below zero", fr="une matrice sans valeur propre négative"),
    remedy=Text(
        en="Weaken the correlations: multiplied by {factor} off the diagonal they are possible; {first} with {second} ({between}) does most of the harm.",
        fr="Affaiblissez les corrélations : multipliées par {factor} hors de la diagonale, elles sont possibles ; {first} avec {second} ({between}) pèse le plus.",
    ),
)
ROUNDING: Final = 1e-12
"""An eigenvalue may be as much below zero by floats' rounding alone."""


def _rows(matrix: Sequence[Sequence[Number]]) -> tuple[tuple[Number, ...], ...]:
    return tuple(tuple(row) for row in matrix)


@frozen
class Correlations:
    """
    Which draws move together, and how much (fr: *corrélations*).

    Attributes:
        names: names of draws.
        matrix: one row for each name, one number for each name: 1 on the diagonal, the same on both sides of it.

    Raises:
        InputError: It is not a correlation matrix (`correlations-not-square`, `-not-between`, `-diagonal`, `-not-symmetric`,
            `-not-possible`); every fault is told.

    >>> from decimal import Decimal
    >>> Correlations(("dollar", "fare"), ((1, Decimal("0.4")), (Decimal("0.4"), 1))).names
    ('dollar', 'fare')

    .. versionadded:: 0.1
    """

    names: tuple[str, ...] = ()
    matrix: tuple[tuple[Number, ...], ...] = field(default=(), converter=_rows)

    def __attrs_post_init__(self) -> None:
        problems = [*self._shape()] or [*self._numbers()] or [*self._eigenvalues()]
        if problems:
            raise InputError(*problems)

    def _shape(self) -> Iterator[Problem]:
        size = len(self.names)
        if len(self.matrix) != size:
            yield NOT_SQUARE.at("matrix", len(self.matrix), size=size)
        for number, row in enumerate(self.matrix):
            if len(row) != size:
                yield NOT_SQUARE.at(f"matrix[{number}]", len(row), size=size)

    def _numbers(self) -> Iterator[Problem]:
        for row, name in enumerate(self.names):
            if self.matrix[row][row] != 1:
                yield DIAGONAL.at(f"matrix[{row}][{row}]", self.matrix[row][row], name=name)
            for column in range(row):
                number, other = self.matrix[row][column], self.matrix[column][row]
                place, second = f"matrix[{row}][{column}]", self.names[column]
                if number != other:
                    yield NOT_SYMMETRIC.at(place, number, first=name, second=second, other=other)
                if not -1 <= number <= 1:
                    yield NOT_BETWEEN.at(place, number)

    def _eigenvalues(self) -> Iterator[Problem]:
        if not self.names:
            return
        values, vectors = np.linalg.eigh(self._floats)
        if values[0] >= -ROUNDING:
            return
        harm = self._floats * np.outer(vectors[:, 0], vectors[:, 0])  # the least eigenvalue is the sum of these
        np.fill_diagonal(harm, 0.0)
        row, column = (int(at) for at in np.unravel_index(np.argmin(harm), harm.shape))
        factor = int(100 / (1.0 - float(values[0]))) / 100  # eigenvalues off the diagonal move in proportion; cut, so that it suffices
        facts = {"factor": f"{factor:g}", "first": self.names[row], "second": self.names[column], "between": self.matrix[row][column]}
        yield NOT_POSSIBLE.at("matrix", f"{values[0]:.3f}", **facts)

    @property
    def _floats(self) -> Floats:
        return np.array([[float(number) for number in row] for row in self.matrix], dtype=np.float64).reshape(len(self.names), -1)

    def mixed(self, independent: Sequence[Floats]) -> list[Floats]:
        """
        Make shares move together.

        Args:
            independent: one array of shares for each name, all of one shape.
        """
        points = [normal_point(np.clip(each, _TINY, 1.0 - _TINY)) for each in independent]
        mixed = []
        for row in self._root():
            # Added up one by one: a product of matrices may add in another order for another size of block.
            together = np.zeros_like(points[0])
            for weight, point in zip(row, points, strict=True):
                if weight:
                    together += float(weight) * point
            mixed.append(np.minimum(normal_share(together), 1.0 - _TINY))
        return mixed

    def _root(self) -> Floats:
        """Give the triangular root, that of a draw which another one decides altogether included."""
        size = len(self.names)
        root = np.zeros((size, size))
        for row in range(size):
            for column in range(row + 1):
                rest = self._floats[row, column] - float(np.dot(root[row, :column], root[column, :column]))
                if row == column:
                    root[row, row] = np.sqrt(max(rest, 0.0))
                elif root[column, column] > _ZERO:
                    root[row, column] = rest / root[column, column]
        return root


_TINY: Final = 2.0**-53
_ZERO: Final = 1e-9
