"""`tokten check`: everything in a programme that does not agree, and how much of it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.failures import FINDINGS
from tokten_cli.past import as_of_option
from tokten_cli.stores import STORE
from tokten_cli.terminal import paragraph, show, show_json
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Language, Text, joined, same

if TYPE_CHECKING:
    from tokten_core.checks import CheckCode, CheckResult, Finding

__all__ = ["FORMAT", "check"]

FORMAT = Text(en="Plain text, or JSON for a program.", fr="Du texte, ou du JSON pour un programme.")
STORE_OR_CODE = Kind(
    "store-or-code",
    says=Text(en="there is nothing to check: no store, no --explain", fr="il n'y a rien à contrôler : ni stockage, ni --explain"),
    allowed=Text(en="the address of a store, or --explain and a code", fr="l'adresse d'un stockage, ou --explain et un code"),
    remedy=Text(
        en="Add one of the two, as in `tokten check sqlite:///mali.db`.",
        fr="Ajoutez l'un des deux, comme « tokten check sqlite:///mali.db ».",
    ),
)
STATUS = {"open": Text(en="open", fr="ouvert"), "settled": Text(en="settled", fr="tranché")}
DIFFERENCE = Text(en="; difference: {difference}", fr=" ; écart : {difference}")
ALSO = Text(en="from the same cause", fr="de la même cause")
ALSO_LINE = Text(en="{place}: {printed}, {recomputed} by recomputation", fr="{place} : {printed}, {recomputed} par recalcul")
SUMMARY = Text(
    en="Findings: {findings} (open: {open}, settled: {settled}). Equalities that hold: {holds}.",
    fr="Constats : {findings} (ouverts : {open}, tranchés : {settled}). Égalités vérifiées : {holds}.",
)
MORE = Text(
    en="What a code means: tokten check --explain CODE. What holds, with its numbers: --format json.",
    fr="Le sens d'un code : tokten check --explain CODE. Ce qui est vérifié, avec les nombres : --format json.",
)
COMPARES = Text(en="What is compared", fr="Ce qui est comparé")
MEND = Text(en="How to mend it", fr="Comment y remédier")


@click.command(
    cls=Command,
    words=Text(en="Tell every inconsistency of a programme.", fr="Signale toutes les incohérences d'un programme."),
    more=[
        Text(
            en="Sums, conversions, counts and dates are worked out anew from the figures as read. A finding is settled where the pack says "
            "which figure it follows and why, else it is open and keeps a report from being final. Exit status 1 for any finding.",
            fr="Sommes, conversions, décomptes et dates sont recalculés à partir des chiffres lus. Un constat est tranché quand le lot "
            "dit quel chiffre il suit et pourquoi ; sinon il est ouvert et empêche un rapport d'être définitif. "
            "Code de sortie 1 dès un constat.",
        )
    ],
    examples=["tokten check sqlite:///mali.db", "tokten check csv:mali/ --format json", "tokten check --explain sum-differs"],
)
@argument("store", mark=STORE, required=False, words=Text(en="The programme to check.", fr="Le programme à contrôler."))
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@option(
    "--explain",
    "code",
    mark=Text(en="CODE", fr="CODE"),
    words=Text(en="Say what a check code means, and stop.", fr="Dit le sens d'un code de contrôle, et s'arrête."),
)
@as_of_option
@click.pass_obj
def check(settings: Settings, store: str | None, *, form: str, code: str | None, as_of: dt.date | None) -> int:
    """Check the programme of a store, or explain a code."""
    from tokten_core.checks import explain
    from tokten_core.plugins import check as check_programme
    from tokten_core.plugins import load

    if code is not None:
        _show_code(explain(code), form, settings.lang)
        return 0
    if store is None:
        raise UsageError(STORE_OR_CODE.at("tokten check"))
    result = check_programme(load(store, as_of=as_of))
    if form == "json":
        show_json(result.to_json(settings.lang))
    else:
        show("\n".join(_told(result, settings.lang)))
    return FINDINGS if result.findings else 0


def _show_code(code: CheckCode, form: str, lang: Language) -> None:
    if form == "json":
        facts = {"code": code.code, "title": code.title, "compares": code.compares, "remedy": code.remedy}
        show_json({key: fact.say(lang) if isinstance(fact, Text) else fact for key, fact in facts.items()})
        return
    colon = same(": ") if lang == "en" else same(" : ")
    rows = [same(code.code) + colon + code.title, COMPARES + colon + code.compares, MEND + colon + code.remedy]
    show("\n\n".join(paragraph(row.say(lang)) for row in rows))


def _told(result: CheckResult, lang: Language) -> Iterator[str]:
    """Tell the findings grouped by code, in the order in which the codes first come up; then the counts."""
    from tokten_core.checks import explain

    groups: dict[str, list[Finding]] = {}
    for finding in result.findings:
        groups.setdefault(finding.code, []).append(finding)
    for code, findings in groups.items():
        yield paragraph(f"{code} — {explain(code).title.say(lang)} ({len(findings)})")
        yield ""
        for finding in findings:
            yield from _finding(finding, lang)
        yield ""
    opened = len(result.open)
    counts = {"findings": len(result.findings), "open": opened, "settled": len(result.findings) - opened, "holds": len(result.holds)}
    yield paragraph(SUMMARY.fill(**counts).say(lang))
    if result.findings:
        yield paragraph(MORE.say(lang))


def _finding(finding: Finding, lang: Language) -> Iterator[str]:
    yield f"  {finding.place}  [{STATUS[finding.status].say(lang)}]"
    yield paragraph((finding.text + _difference(finding)).say(lang), 4)
    yield from _same_cause(finding.explains, lang)
    yield paragraph(f"→ {finding.remedy.say(lang)}", 4, hanging=2)


def _difference(finding: Finding) -> Text:
    from tokten_core.checks import shown_value

    if finding.difference is None:
        return same("")
    return DIFFERENCE.fill(difference=shown_value(finding.difference, finding.unit))


def _same_cause(others: Iterable[Finding], lang: Language) -> Iterator[str]:
    from tokten_core.checks import shown_value

    for other in others:
        facts = {"printed": shown_value(other.printed, other.unit), "recomputed": shown_value(other.recomputed, other.unit)}
        line = joined([ALSO, ALSO_LINE.fill(place=other.place, **facts)], ", ")
        yield paragraph(f"· {line.say(lang)}", 4, hanging=2)
