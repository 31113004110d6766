"""
Costed missions as a person reads them: the same facts as the JSON, laid out in 80 columns.

Codes stand as they are (`funder`, `ce`), amounts with their thousands apart; what is no cash, what is an estimate and what nobody knows is
marked in words, and an amount that is unknown is never printed as zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tokten_cli.terminal import paragraph, table
from tokten_core.errors import shown
from tokten_core.explain import worded
from tokten_core.terms import TERMS
from tokten_core.text import Language, Text, same, say
from tokten_core.units import money_unit

if TYPE_CHECKING:
    from tokten_core.rules import CostRules

__all__ = ["labels_of", "missions_in_words", "money"]

UNKNOWN = Text(en="unknown", fr="inconnu")
TOTAL = Text(en="total in cash", fr="total en espèces")
INCOMPLETE = Text(en="incomplete", fr="incomplet")
ESTIMATE = Text(en="estimate", fr="estimation")
IN_KIND = Text(en="in kind", fr="en nature")
HEADS = (Text(en="component", fr="composante"), Text(en="amount", fr="montant"), Text(en="paid by", fr="payé par"), same(""))
SHARES = Text(en="Shares", fr="Parts")
INSTALMENTS = Text(en="Instalments", fr="Tranches")
DUE = {
    "on arrival": Text(en="on arrival", fr="à l'arrivée"),
    "before departure": Text(en="before departure", fr="avant le départ"),
    "mission report filed": Text(en="mission report filed", fr="rapport de mission déposé"),
}
"""What the codes of instalments mean; a code of another country's pack stands as it is."""
SUMMARY = Text(
    en="Missions: {missions} (costed: {costed}, incomplete: {incomplete}, with problems: {refused}). Sum of the totals: {total}.",
    fr="Missions : {missions} (chiffrées : {costed}, incomplètes : {incomplete}, avec anomalies : {refused}). Somme des totaux : {total}.",
)
NONE = Text(en="No missions.", fr="Aucune mission.")

Row = Mapping[str, Any]
NO_LABELS: Final[Mapping[str, Text]] = {}


def money(amount: int | None, currency: str, lang: Language) -> str:
    """Say an amount with its currency; one that nobody knows is said to be unknown."""
    return (UNKNOWN if amount is None else worded(amount, money_unit(currency))).say(lang)


def labels_of(rules: CostRules) -> Mapping[str, Text]:
    """Give what the rules of a pack call their amounts."""
    return {name: step.rule.label for name, step in rules.steps.items()}


def missions_in_words(
    missions: Sequence[Row],
    lang: Language,
    *,
    summary: bool = True,
    labels: Mapping[str, Text] = NO_LABELS,
    reasons: Sequence[str] = (),
) -> str:
    """
    Lay out all missions, one below the other, with a summary at the end.

    Args:
        missions: costed missions, as in the JSON.
        lang: the language of every sentence.
        summary: whether to count them at the end.
        labels: what the pack calls its amounts, where the vocabulary has no word.
        reasons: what to say below each mission; nothing for none.
    """
    if not missions:
        return NONE.say(lang)
    laid = ["\n".join(_mission(mission, lang, labels)) for mission in missions]
    if reasons:
        laid = ["\n\n".join(filter(None, pair)) for pair in zip(laid, reasons, strict=True)]
    return "\n\n".join([*laid, _summary(missions, lang)] if summary else laid)


def _mission(mission: Row, lang: Language, labels: Mapping[str, Text]) -> Iterator[str]:
    currency = mission["currency"]
    yield say(shown(mission["mission_id"]), lang)
    for problem in mission["problems"]:
        yield paragraph(f"! {problem['message']}", 2, hanging=2)
    if not mission["lines"]:
        return
    rows = [_line(line, currency, lang, labels) for line in mission["lines"]]
    mark = INCOMPLETE.say(lang) if mission["incomplete"] else ""
    rows.append([labels.get("total", TOTAL).say(lang), money(mission["total"], currency, lang), "", mark])
    yield table([head.say(lang) for head in HEADS], rows, ["left", "right", "left", "left"])
    colon = " : " if lang == "fr" else ": "
    for line in mission["lines"]:
        if line["amount"] is None and not line["in_kind"]:
            reason = re.split(r" ?; ", line["because"])[0]
            yield paragraph(f"{_label(line['component'], lang, labels)}{colon}{reason}.", 2, hanging=2)
    shares = [f"{share['payer']} {money(share['amount'], currency, lang)}" for share in mission["shares"]]
    instalments = [_instalment(each, currency, lang) for each in mission["instalments"]]
    yield from _list(SHARES, shares, lang)
    yield from _list(INSTALMENTS, instalments, lang)


def _line(line: Row, currency: str, lang: Language, labels: Mapping[str, Text]) -> list[str]:
    marks = [words.say(lang) for key, words in (("estimate", ESTIMATE), ("in_kind", IN_KIND)) if line[key]]
    return [_label(line["component"], lang, labels), money(line["amount"], currency, lang), str(line["payer"]), ", ".join(marks)]


def _label(component: str, lang: Language, labels: Mapping[str, Text]) -> str:
    """Call a component as the vocabulary does, in its first word where it has several; else as the pack does."""
    if component in TERMS:
        return TERMS[component].label.say(lang).split(",")[0]
    return labels.get(component, same(component)).say(lang)


def _instalment(instalment: Row, currency: str, lang: Language) -> str:
    due, condition = (DUE[code].say(lang) if code in DUE else code for code in (instalment["due"], instalment["condition"]))
    return f"{money(instalment['amount'], currency, lang)} {due}{f' ({condition})' if condition else ''}"


def _list(title: Text, parts: Sequence[str], lang: Language) -> Iterator[str]:
    if parts:
        colon, between = (" : ", " ; ") if lang == "fr" else (": ", "; ")
        yield paragraph(f"{title.say(lang)}{colon}{between.join(parts)}.", 2, hanging=2)


def _summary(missions: Iterable[Row], lang: Language) -> str:
    """Count the missions, and add up the totals that are known, currency by currency."""
    totals: dict[str, int] = {}
    counts = {"missions": 0, "costed": 0, "incomplete": 0, "refused": 0}
    for mission in missions:
        counts["missions"] += 1
        counts["refused" if mission["problems"] else "incomplete" if mission["incomplete"] else "costed"] += 1
        if mission["total"] is not None:
            totals[mission["currency"]] = totals.get(mission["currency"], 0) + mission["total"]
    words = " + ".join(money(amount, currency, lang) for currency, amount in totals.items()) or UNKNOWN.say(lang)
    return paragraph(SUMMARY.fill(**counts, total=words).say(lang))
