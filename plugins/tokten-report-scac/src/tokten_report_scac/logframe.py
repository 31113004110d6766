"""The logframe in the four columns of French cooperation (fr: *cadre logique*)."""

from __future__ import annotations

from tokten_core.content import Column, Row, Table, line
from tokten_core.model.programme import Programme
from tokten_core.text import SEMICOLON, Text, joined, same

__all__ = ["logframe"]


def logframe(programme: Programme) -> Table:
    """Show the logframe in the four French columns."""
    rows = []
    for objective in programme.objectives:
        level = (
            Text(en="Overall objective", fr="Objectif global")
            if objective.parent is None
            else Text(en="Specific objective", fr="Objectif spécifique")
        )
        rows.append(
            Row(f"o{objective.id}", {"logic": level + same(" : ") + objective.label, "assumption": objective.assumptions}, "heading")
        )
        for output in (each for each in programme.outputs if each.objective == objective.id):
            own = [indicator for indicator in programme.indicators if indicator.output == output.id]
            rows.append(
                line(
                    f"r{output.id}",
                    logic=Text(en="Result {id}: ", fr="Résultat {id} : ").fill(id=output.id) + output.label,
                    iov=joined((each.label for each in own), SEMICOLON),
                    source=joined(dict.fromkeys(each.means_of_verification for each in own), SEMICOLON),
                    assumption=output.assumptions,
                )
            )
    columns = (
        Column("logic", Text(en="Intervention logic", fr="Logique d'intervention"), width=36),
        Column("iov", Text(en="Verifiable indicators", fr="Indicateurs objectivement vérifiables"), width=36),
        Column("source", Text(en="Sources of verification", fr="Sources de vérification"), width=26),
        Column("assumption", Text(en="Assumptions", fr="Hypothèses"), width=16),
    )
    return Table("logframe", columns, tuple(rows))
