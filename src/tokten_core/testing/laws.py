"""
Laws for cost rules, one line each: what must hold whatever the mission.

    def test_shares_add_up():
        laws.parts_add_up(costs, whole="total", parts=("beneficiary_share", "source_pays"))

    def test_a_longer_mission_never_costs_less():
        laws.longer_never_cheaper(costs, "per_diem")

Each law first runs through the cases that the rules themselves point to (`directed`), then draws others. One that breaks it is told as a
short table of the facts that are not those of a plain case, each side's amount and the explanation (`LawBroken`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokten_core.explain import Explained
from tokten_core.money import ROUNDINGS
from tokten_core.parameters import Figures
from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import airfare_fact
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.nodes import Node
from tokten_core.rules.plain import ABSENT
from tokten_core.rules.sentences import explained
from tokten_core.testing.aiming import Facts, derived, directed, interest, plain_case
from tokten_core.testing.counterexamples import LawBroken, amount_in_words, told
from tokten_core.testing.coverage import Reached, Recording
from tokten_core.testing.facts import allowed, as_mission, cases, within_requirements
from tokten_core.testing.pack_amounts import paid
from tokten_core.testing.recompute import recomputed
from tokten_core.testing.witness import OPEN, Witness
from tokten_core.text import LANGUAGES, Text
from tokten_core.units import TRUTH

__all__ = [
    "ceiling_respected",
    "currency_kept",
    "explanation_recomputes",
    "longer_never_cheaper",
    "never_negative",
    "order_of_rows_irrelevant",
    "parts_add_up",
    "rounded_within_a_step",
    "said_in_both_languages",
    "same_as_evaluator",
    "same_in_columns",
    "same_on_plain_numbers",
    "shares_sum",
    "unchanged_by",
    "unknown_stays_unknown",
]  # fmt: skip

Rules: TypeAlias = CostRules | RuleBook
Breach: TypeAlias = tuple[str, str] | None
"""What a case breaks: the thing, and the whole message; None where the law holds."""
EXAMPLES: Final = 60
WORDY: Final = 60
"""How many cases are explained in full: sentences take longer than amounts."""


def book_of(rules: Rules) -> RuleBook:
    """Give the book of a country's rules, or the book itself."""
    return rules.book if isinstance(rules, CostRules) else rules


def hold(book: RuleBook, breach: Callable[[Facts], Breach], examples: int = EXAMPLES, most: int = 10_000, *, sound: bool = False) -> None:
    """
    Hold a law on the cases that the rules point to, then on drawn ones; the smallest that breaks it is told.

    Args:
        book: the rules.
        breach: tells what a case breaks.
        examples: how many cases are drawn.
        most: how many of the cases that the rules point to are looked at, evenly taken from all.
        sound: whether cases are brought within the requirements: one against them has no amounts to hold to the law.

    Raises:
        LawBroken: A case breaks the law.
    """

    def look(facts: Facts) -> None:
        found = breach(facts)
        if found is not None:
            raise LawBroken(*found)

    aimed = directed(book)
    for case in aimed[:: max(1, len(aimed) // most)]:
        look(within_requirements(book, case) if sound else case)
    quiet = settings(max_examples=examples, deadline=None, database=None, print_blob=False, derandomize=True,
                     report_multiple_bugs=False, suppress_health_check=list(HealthCheck))  # fmt: skip
    try:
        quiet(given(cases(book, sound=sound))(look))()
    except LawBroken as broken:
        raise LawBroken(broken.thing, str(broken)) from None  # the case is in the message, in words


def refused(book: RuleBook, facts: Facts) -> bool:
    """Tell whether a case is against a requirement: such a mission has problems, and no amounts to hold to a law."""
    evaluation = Evaluation(facts)
    return any(step.rule.problem is not None and evaluation.value(step) is False for step in book.steps.values())


def parts_add_up(rules: Rules, whole: str, parts: Iterable[str], *, examples: int = EXAMPLES) -> None:
    """Hold that an amount is the sum of others wherever all are known (fr: *les parties font le tout*)."""
    book, listed = book_of(rules), tuple(parts)

    def breach(facts: Facts) -> Breach:
        evaluation = Evaluation(facts)
        total, found = evaluation.amount(book.step(whole)), [evaluation.amount(book.step(part)) for part in listed]
        known = [value for value in found if value is not None]
        if total is None or len(known) < len(found) or sum(known) == total:
            return None
        unit = book.step(whole).unit
        what = Text(en="{whole} is not the sum of {parts}", fr="{whole} n'est pas la somme de {parts}").fill(
            whole=whole, parts=", ".join(listed)
        )
        sides = {whole: amount_in_words(total, unit), " + ".join(listed): amount_in_words(sum(known), unit)}
        return whole, told(book, facts, what, sides=sides, explain=(whole, *listed))

    hold(book, breach, examples)


def shares_sum(costs: CostRules, *, examples: int = EXAMPLES) -> None:
    """Hold that what the payers pay adds up to the total wherever all is known (fr: *la somme des parts est le total*), whoever they are."""
    book = costs.book

    def breach(facts: Facts) -> Breach:
        case = allowed(costs, facts)
        if not _is_known(costs, case):
            return None
        costing = costs.cost(*as_mission(costs, case))
        shares = [share.amount for share in costing.shares]
        known = [amount for amount in shares if amount is not None]
        if costing.problems or costing.total is None or len(known) < len(shares) or sum(known) == costing.total:
            return None
        unit = book.step("total").unit
        sides = {share.payer: amount_in_words(share.amount, unit) for share in costing.shares} | {
            "total": amount_in_words(costing.total, unit)
        }
        what = Text(en="the shares do not add up to the total", fr="la somme des parts n'est pas le total")
        return "shares", told(book, case, what, sides=sides, explain=("total",))

    hold(book, breach, examples)


def currency_kept(costs: CostRules, *amounts: str) -> None:
    """
    Hold that amounts are in the programme's currency (fr: *monnaie conservée*).

    Args:
        costs: the cost rules of a pack.
        amounts: the names of the amounts; none for all that is paid: lines, total, shares, instalments.
    """
    words = Text(
        en="{name} is in {unit}, while the programme counts in {currency}",
        fr="{name} est en {unit}, alors que le programme compte en {currency}",
    )
    for name in amounts or paid(costs):
        unit = costs.book.step(name).unit
        if unit.currency != costs.currency:
            what = words.fill(name=name, unit=unit.name, currency=costs.currency)
            raise LawBroken(name, told(costs.book, plain_case(costs.book), what, explain=(name,)))


def never_negative(rules: Rules, *amounts: str, examples: int = EXAMPLES) -> None:
    """Hold that amounts are never below nought (fr: *jamais négatif*)."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        if refused(book, facts):
            return None
        evaluation = Evaluation(facts)
        for name in amounts:
            value = evaluation.amount(book.step(name))
            if value is not None and value < 0:
                what = Text(en="{name} is below nought", fr="{name} est négatif").fill(name=name)
                return name, told(book, facts, what, explain=(name,))
        return None

    hold(book, breach, examples, sound=True)


def longer_never_cheaper(rules: Rules, *amounts: str, days: str = "days", examples: int = EXAMPLES) -> None:
    """Hold that one day more never lowers an amount (fr: *plus long, jamais moins cher*), all other facts the same."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        if refused(book, facts):
            return None
        count = facts.get(days)
        if count is None:
            return None
        longer = derived(book, {**facts, days: count + 1})
        if refused(book, longer):
            return None
        short, long = Evaluation(facts), Evaluation(longer)
        for name in amounts:
            step = book.step(name)
            one, two = short.amount(step), long.amount(step)
            if one is not None and two is not None and two < one:
                what = Text(en="{name}: {more} days cost less than {days}", fr="{name} : {more} jours coûtent moins que {days}")
                sides = {f"{count}": amount_in_words(one, step.unit), f"{count + 1}": amount_in_words(two, step.unit)}
                return name, told(book, longer, what.fill(name=name, more=count + 1, days=count), sides=sides, explain=(name,))
        return None

    hold(book, breach, examples, sound=True)


def ceiling_respected(rules: Rules, amount: str, ceiling: str | int, *, examples: int = EXAMPLES) -> None:
    """
    Hold that an amount never exceeds a ceiling (fr: *plafond respecté*).

    Args:
        rules: the rules.
        amount: the name of the amount.
        ceiling: another amount, or so many counted parts.
        examples: how many cases are drawn.
    """
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        if refused(book, facts):
            return None
        evaluation, step = Evaluation(facts), book.step(amount)
        value = evaluation.amount(step)
        most = ceiling if isinstance(ceiling, int) else evaluation.amount(book.step(ceiling))
        if value is None or most is None or value <= most:
            return None
        what = Text(en="{name} exceeds its ceiling", fr="{name} dépasse son plafond").fill(name=amount)
        sides = {amount: amount_in_words(value, step.unit), f"{ceiling}": amount_in_words(most, step.unit)}
        return amount, told(book, facts, what, sides=sides, explain=(amount,))

    hold(book, breach, examples, sound=True)


def unchanged_by(rules: Rules, amount: str, *facts: str, examples: int = EXAMPLES) -> None:
    """Hold that facts leave an amount as it is (fr: *sans effet*): nights on the per diem."""
    book = book_of(rules)

    def breach(case: Facts) -> Breach:
        step, now = book.step(amount), Evaluation(case).value(book.step(amount))
        for name in facts:
            for value in (None, *interest(book)[name][:12]):
                other = derived(book, {**case, name: value})
                then = Evaluation(other).value(step)
                if not _same(then, now):
                    what = Text(en="{name} changes with {fact}", fr="{name} change avec {fact}").fill(name=amount, fact=name)
                    sides = {
                        f"{name}: {case.get(name)}": amount_in_words(now, step.unit),
                        f"{name}: {value}": amount_in_words(then, step.unit),
                    }
                    return amount, told(book, other, what, sides=sides, explain=(amount,))
        return None

    hold(book, breach, examples)


def order_of_rows_irrelevant(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that the order of rows, of texts and of figures changes nothing (fr: *l'ordre des lignes est indifférent*)."""
    book = book_of(rules)
    turned = [
        attrs.evolve(each, history=[attrs.evolve(v, rows=dict(reversed(list(v.rows.items())))) for v in reversed(each.history)])
        for each in reversed(list(book.figures.values()))
    ]
    other = RuleBook(Figures.of(turned), book.rules, reversed(book.facts))
    what = Text(en="{name} changes with the order of rows", fr="{name} change avec l'ordre des lignes")
    _agree(book, Evaluation, lambda facts: (Evaluation(facts), other), what, examples)


def same_as_evaluator(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that what a book works out is what the slow evaluator reads (fr: *calcul rapide et calcul lent*), unknown for unknown."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        slow, fast = Evaluation(facts), book.work_out(_with_known_codes(book, facts))
        for name, step in book.steps.items():
            one, two = slow.amount(step), fast.units(name)
            if step.unit != TRUTH and one != two:
                return name, _differ(book, facts, name, two)
        costing = rules.cost(*as_mission(rules, facts)) if isinstance(rules, CostRules) and _is_known(rules, facts) else None
        for line in costing.items if costing is not None else ():
            if line.amount != slow.amount(book.step(line.component)):
                return line.component, _differ(book, facts, line.component, line.amount)
        return None

    hold(book, breach, examples)


def _differ(book: RuleBook, facts: Facts, name: str, fast: int | None) -> str:
    what = Text(en="{name}: the readers differ", fr="{name} : les lecteurs divergent").fill(name=name)
    unit = book.step(name).unit
    sides = {"evaluator": amount_in_words(Evaluation(facts).value(book.step(name)), unit), "fast reader": amount_in_words(fast, unit)}
    return told(book, facts, what, sides=sides, explain=(name,))


def _is_known(costs: CostRules, facts: Facts) -> bool:
    """Tell whether a mission can be made of a case: one quote at most, a source that there is."""
    quotes = [code for code in costs.fare_currencies if facts.get(airfare_fact(code, costs.currency)) is not None]
    return len(quotes) <= 1 and facts.get("source") in {None, *costs.sources} and facts.get("mode") is not None


def same_on_plain_numbers(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that the authors' functions, run on plain numbers, give the same (fr: *témoin indépendant*)."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        evaluation, witness = Evaluation(facts), Witness(book, facts)
        for name, step in book.steps.items():
            value, plainly = evaluation.value(step), witness.amount(name)
            agree = plainly is OPEN or (isinstance(value, Unknown) if plainly is ABSENT else value == plainly)
            if not agree:
                what = Text(en="{name}: another amount on plain numbers", fr="{name} : autre montant en nombres simples").fill(name=name)
                plain_value = None if plainly is ABSENT else plainly
                sides = {"evaluator": amount_in_words(value, step.unit), "plain": amount_in_words(plain_value, step.unit)}
                return name, told(book, facts, what, sides=sides, explain=(name,))
        return None

    hold(book, breach, examples)


def unknown_stays_unknown(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """
    Hold that what is known before all facts are does not change once they are (fr: *l'inconnu n'est pas zéro*).

    An amount that may change stands in for what nobody knows yet: its explanation must name an estimate.
    """
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        before = Evaluation(facts)
        known = [step for step in book.steps.values() if step.unit != TRUTH and before.amount(step) is not None]
        firm = [step for step in known if not any(row.estimate for _, row in explained(step, before).rows())] if _holes(book, facts) else []
        for name in _holes(book, facts):
            for value in interest(book)[name][:6]:
                filled = Evaluation(derived(book, {**facts, name: value}))
                for step in firm:
                    now = filled.value(step)
                    if not isinstance(now, Unknown) and now != before.value(step):
                        return step.rule.name, _assumed(book, facts, step, name, now)
        return None

    hold(book, breach, examples, most=2 * WORDY)


def _holes(book: RuleBook, facts: Facts) -> list[str]:
    """Give the unknown facts; a quote in euros leaves none in francs to fill."""
    given_as = {kind.label for kind in book.facts if facts.get(kind.name) is not None}
    empty = [kind for kind in book.facts if facts.get(kind.name) is None and kind.name not in {"month", "end"}]
    return [kind.name for kind in empty if kind.label not in given_as]


def _assumed(book: RuleBook, facts: Facts, step: nodes.Step, name: str, filled: object) -> str:
    what = Text(en="{name} is known while {fact} is not, and changes with it", fr="{name} est connu sans {fact}, et change avec lui")
    sides = {
        f"{name} unknown": amount_in_words(Evaluation(facts).value(step), step.unit),
        f"{name} known": amount_in_words(filled, step.unit),
    }
    return told(book, facts, what.fill(name=step.rule.name, fact=name), sides=sides, explain=(step.rule.name,))


def rounded_within_a_step(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that a rounding goes to the named side and is never a whole step off (fr: *arrondi à moins d'un pas*)."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        reached = Recording.of(book, facts).reached
        for node in reached:
            if isinstance(node, nodes.Rounded) and not _rounded_well(node, reached):
                what = Text(en="{exact} is rounded to {value}", fr="{exact} est arrondi à {value}")
                name = _rule_of(book, node)
                said = what.fill(exact=reached.get(node.part), value=reached.get(node))
                return name, told(book, facts, said, explain=(name,))
        return None

    hold(book, breach, examples)


def _rounded_well(node: nodes.Rounded, reached: Reached) -> bool:
    exact, value, step = reached.get(node.part), reached.get(node), reached.get(node.to)
    if not isinstance(exact, int | Fraction) or not isinstance(value, int) or not isinstance(step, int):
        return True
    near = abs(Fraction(value) - Fraction(exact)) < step and value % step == 0 and ROUNDINGS.get(node.how.name) is node.how
    return near and _to_the_named_side(Fraction(exact) / step, value // step, node.how.name)


def _to_the_named_side(exact: Fraction, value: int, how: str) -> bool:
    """Compare with a rounding that was written anew: by the size of what is left."""
    left = abs(exact) - abs(value)
    if how == "down":
        return 0 <= left < 1
    if how == "up":
        return -1 < left <= 0
    half = Fraction(1, 2)
    return abs(left) < half or (abs(left) == half and (left < 0 if how == "half_up" else value % 2 == 0))


def explanation_recomputes(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that the arithmetic that an explanation prints, read from its words, gives its amount (fr: *l'explication se recalcule*)."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        evaluation = Evaluation(facts)
        for name, step in book.steps.items():
            if step.unit == TRUTH:
                continue
            for _, row in explained(step, evaluation).rows():
                for lang in LANGUAGES:
                    again = recomputed(row.reason.say(lang), lang) if row.joint == "=" and row.value is not None else None
                    shown = recomputed(row.words.say(lang), lang)
                    if again is not None and shown is not None and again != shown:
                        what = Text(en="{name}: its explanation gives {value}", fr="{name} : l'explication donne {value}")
                        return name, told(book, facts, what.fill(name=name, value=again), explain=(name,))
        return None

    hold(book, breach, examples // 2, most=WORDY)


def said_in_both_languages(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """Hold that every line of every explanation is there in both languages, no place in braces left (fr: *dans les deux langues*)."""
    book = book_of(rules)

    def breach(facts: Facts) -> Breach:
        evaluation = Evaluation(facts)
        for name, step in book.steps.items():
            why = explained(step, evaluation)
            french, english = why.lines("fr"), why.lines("en")
            bad = [line for line in (*french, *english) if not line.strip() or "{" in line or line.strip().startswith((":", "="))]
            if bad or len(french) != len(english) or not _complete(why):
                what = Text(en="{name}: a sentence is missing in one language", fr="{name} : une phrase manque dans une langue").fill(
                    name=name
                )
                return name, told(book, facts, what, explain=(name,))
        return None

    hold(book, breach, examples // 2, most=WORDY)


def _complete(why: Explained) -> bool:
    texts = [text for _, row in why.rows() for text in (row.label, row.words, *row.notes, *(source.document for source in row.sources))]
    return all(text.en.strip() and text.fr.strip() for text in texts)


def same_in_columns(rules: Rules, *, examples: int = EXAMPLES) -> None:
    """
    Hold that columns of missions give the amounts of the missions one by one, unknown for unknown (fr: *mêmes montants en colonnes*).

    Raises:
        ModuleNotFoundError: NumPy is not installed (the extra ``simulation``).
    """
    from tokten_core.simulation.columns import FactColumns, work_out

    book = book_of(rules)

    def compare(rows: list[Facts]) -> None:
        clean = [_with_known_codes(book, row) for row in rows]
        columns = FactColumns.of(book, {kind.name: [row.get(kind.name) for row in clean] for kind in book.facts}, rows=len(clean))
        found = work_out(book, columns)
        for name, step in book.steps.items():
            if step.unit == TRUTH:
                continue
            amounts, unknown = found.units(name), found.unknown(name)
            for index, facts in enumerate(clean):
                value = Evaluation(facts).amount(step)
                there = None if unknown is not None and bool(unknown[index]) else int(amounts[index])
                if there != value:
                    what = Text(en="{name}: the columns differ", fr="{name} : les colonnes divergent").fill(name=name)
                    sides = {"one by one": amount_in_words(value, step.unit), "columns": amount_in_words(there, step.unit)}
                    raise LawBroken(name, told(book, facts, what, sides=sides, explain=(name,)))

    compare(list(directed(book)))
    quiet = settings(
        max_examples=max(2, examples // 6), deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    quiet(given(st.lists(cases(book), min_size=1, max_size=12))(compare))()


def _agree(book: RuleBook, one: Any, other: Any, what: Text, examples: int) -> None:
    def breach(facts: Facts) -> Breach:
        here, (there, elsewhere) = one(facts), other(facts)
        for name, step in book.steps.items():
            left, right = here.value(step), there.value(elsewhere.step(name))
            if not _same(left, right):
                sides = {"before": amount_in_words(left, step.unit), "after": amount_in_words(right, step.unit)}
                return name, told(book, facts, what.fill(name=name), sides=sides, explain=(name,))
        return None

    hold(book, breach, examples)


def _same(one: object, other: object) -> bool:
    return (isinstance(one, Unknown) and isinstance(other, Unknown)) or (type(one) is type(other) and one == other)


def _with_known_codes(book: RuleBook, facts: Facts) -> Facts:
    """Leave out codes that the list of their fact does not hold: `work_out` refuses them."""
    listed = {kind.name: kind.codes for kind in book.facts if kind.codes}
    return {name: None if name in listed and value not in listed[name] else value for name, value in facts.items()}


def _rule_of(book: RuleBook, node: Node) -> str:
    for name, step in book.steps.items():
        if node in set(_under(step.body)):
            return name
    return next(iter(book.steps))


def _under(node: Node) -> Iterator[Node]:
    yield node
    for part in nodes.parts_of(node):
        if not isinstance(part, nodes.Step):
            yield from _under(part)
