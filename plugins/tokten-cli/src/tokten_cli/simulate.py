"""`tokten simulate`: what the missions of a scenario may cost, over many runs, and which money lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, Whole, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.past import as_of_option
from tokten_cli.stores import REPLACE, STORE
from tokten_cli.terminal import paragraph, progress, show, show_json, table, tell
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.content import Report, Table
    from tokten_core.simulation.scenarios import Outcome

__all__ = ["simulate"]

RUNNING = Text(en="Running the scenario", fr="Simulation du scénario")
WRITTEN = Text(en="Simulation: written to {file}.", fr="Simulation : écrite dans {file}.")
NOT_UTF8 = Kind(
    "scenario-not-utf8",
    says=Text(en="{value} is no text in UTF-8", fr="{value} n'est pas un texte en UTF-8"),
    allowed=Text(en="a scenario in TOML, UTF-8", fr="un scénario en TOML, UTF-8"),
    remedy=Text(en="Save it as UTF-8.", fr="Enregistrez-le en UTF-8."),
)
NO_SUFFIX = Kind(
    "simulation-file-without-suffix",
    says=Text(en="{value} does not say what kind of file to write", fr="{value} ne dit pas quel type de fichier écrire"),
    allowed=Text(en="a name that ends in {suffixes}", fr="un nom qui se termine par {suffixes}"),
    remedy=Text(en="Add the ending, as in {value}.html.", fr="Ajoutez la terminaison, comme {value}.html."),
)
SHOWN = {"costs": ("mean", "p05", "p95"), "missions": ("mean", "p05", "p95"), "envelopes": ("p05", "p50", "lacking"), "targets": ("target", "p50", "reached"),
         "inputs": ("correlation", "share")}  # fmt: skip
"""The tables of the report that are shown, with the columns that 80 characters hold; the others are in --to and --format json."""
MOST_RUNS, MOST_WORKERS, GREATEST_SEED = 10_000_000, 256, 2**63 - 1


@click.command(
    cls=Command,
    words=Text(
        en="Run a scenario many times: costs, missions funded, targets.", fr="Simule un scénario : coûts, missions financées, cibles."
    ),
    more=[
        Text(
            en="The scenario is a TOML file: missions, what varies and how, risks of the register that may strike. Amounts follow the pack's "
            "rules to the franc. The same seed gives the same bytes, whatever the number of workers.",
            fr="Le scénario est un fichier TOML : missions, ce qui varie et comment, risques du registre. Les montants suivent les règles du lot, au "
            "franc près. La même graine donne les mêmes octets, quel que soit le nombre de processus.",
        ),
        Text(
            en="--to writes the whole outcome: .html, .xlsx, .docx, .pdf, .md with tables, .svg and .png the pictures alone.",
            fr="--to écrit tout le résultat : .html, .xlsx, .docx, .pdf, .md avec les tableaux, .svg et .png les images seules.",
        ),
    ],
    examples=[
        "tokten simulate scenario.toml sqlite:///mali.db --runs 10000 --seed 1",
        "tokten simulate scenario.toml csv:mali/ --to outcome.html --workers 2",
    ],
)
@argument(
    "scenario",
    mark=Text(en="SCENARIO.toml", fr="SCÉNARIO.toml"),
    words=Text(en="The scenario; - reads the standard input.", fr="Le scénario ; - lit l'entrée standard."),
)
@argument("store", mark=STORE, words=Text(en="The programme.", fr="Le programme."))
@option(
    "--runs",
    type=Whole(1, MOST_RUNS),
    default=10_000,
    mark=Text(en="NUMBER", fr="NOMBRE"),
    words=Text(en="How many runs; 10000 if not said.", fr="Nombre de tirages ; 10000 par défaut."),
)
@option(
    "--seed",
    type=Whole(0, GREATEST_SEED),
    default=1,
    mark=Text(en="NUMBER", fr="NOMBRE"),
    words=Text(en="The seed of chance; 1 if not said.", fr="La graine du hasard ; 1 par défaut."),
)
@option(
    "--workers",
    type=Whole(1, MOST_WORKERS),
    default=1,
    mark=Text(en="NUMBER", fr="NOMBRE"),
    words=Text(en="How many processes share the work.", fr="Nombre de processus qui se partagent le travail."),
)
@option(
    "--to",
    "file",
    mark=Text(en="FILE", fr="FICHIER"),
    words=Text(en="A file to write the outcome to.", fr="Un fichier où écrire le résultat."),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@option("--replace", is_flag=True, words=REPLACE)
@as_of_option
@click.pass_obj
def simulate(  # noqa: PLR0913 - each is an option
    settings: Settings,
    scenario: str,
    store: str,
    *,
    runs: int,
    seed: int,
    workers: int,
    file: str | None,
    form: str,
    replace: bool,
    as_of: dt.date | None,
) -> None:
    """Read the scenario, run it, show what came of it."""
    from tokten_cli.clock import today
    from tokten_cli.files import STANDARD_INPUT, read_bytes, write_whole
    from tokten_core import plugins
    from tokten_core.services.issuing import with_past_day
    from tokten_core.simulation import scenarios

    target = None if file is None else _target(file, replace=replace)
    name = "stdin" if scenario == STANDARD_INPUT else scenario
    supposed = scenarios.read_scenario(_text(read_bytes(scenario), name), name)
    programme = plugins.load(store, as_of=as_of)
    pack = plugins.load_pack(programme.card.pack)
    with progress(RUNNING, runs, settings.lang) as steps, _workers(workers) as executor:

        def done(more: int) -> None:
            for _ in range(more):
                steps.done()

        outcome = scenarios.simulate(supposed, programme, pack, runs=runs, seed=seed, executor=executor, done=done)
    report = scenarios.simulation_report(outcome)
    if as_of is not None:
        report = with_past_day(report, as_of)
    if target is not None:
        path, renderer = target
        write_whole(path, renderer.render(report, settings.lang, today()))
        tell(WRITTEN.fill(file=str(file)), settings.lang)
    if form == "json":
        show_json(_as_json(outcome, settings.lang))
    else:
        show(_in_words(report, settings.lang))


@contextmanager
def _workers(count: int) -> Iterator[Executor | None]:
    """Give some processes, or None for this one alone."""
    if count == 1:
        yield None
        return
    from multiprocessing import get_context

    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool


def _target(file: str, *, replace: bool) -> tuple[Path, Any]:
    from tokten_cli.files import may_write
    from tokten_core.plugins import plugins

    suffix = Path(file).suffix.lower()
    if not suffix:
        raise UsageError(NO_SUFFIX.at("--to", file, suffixes=", ".join(sorted(plugins().renderers))))
    renderer = plugins().renderer(suffix)
    return may_write(file, replace=replace), renderer


def _text(content: bytes, name: str) -> str:
    from tokten_core.errors import InputError

    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(NOT_UTF8.at(name, name)) from error


def _in_words(report: Report, lang: Language) -> str:
    """Lay the tables out in 80 columns."""
    from tokten_core.content import Note
    from tokten_core.content import Table as Content

    head = paragraph(report.title.say(lang)) + "\n" + "   ".join(f"{label.say(lang)} {value}" for label, value in report.header)
    parts = [head]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Note):
                parts.append(paragraph(block.text.say(lang)))
            elif isinstance(block, Content) and block.key in SHOWN:
                parts.append(_laid_out(block, SHOWN[block.key], lang))
    return "\n\n".join(parts)


def _laid_out(content: Table, columns: tuple[str, ...], lang: Language) -> str:
    keys = ("what", *columns)
    heads = [content.column(key).label.say(lang) for key in keys]
    rows = [[_cell(content, row.key, key, lang) for key in keys] for row in content.rows]
    return content.caption.say(lang) + "\n" + table(heads, rows, ["left", *("right" for _ in columns)])  # type: ignore[list-item]


def _cell(content: Table, row: str, key: str, lang: Language) -> str:
    value, column = content.value(row, key), content.column(key)
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.say(lang)
    words = f"{value * 100:.1f} %" if column.kind == "percent" else f"{value:,}".replace(",", " ")  # type: ignore[operator]
    return words.replace(".", ",") if lang == "fr" else words


def _as_json(outcome: Outcome, lang: Language) -> dict[str, Any]:
    """Write an outcome as plain data: amounts in whole minor units, probabilities as counts of runs."""
    from tokten_core.simulation.scenarios import influences

    told: dict[str, list[dict[str, Any]]] = {}
    for what, name in outcome.numbers:
        if what not in ("input", "envelope"):
            told.setdefault(what, []).append(_spread(outcome, what, name))
    targets = [
        {"indicator": each.indicator, "target": each.target, "reached": each.reached, "runs": each.runs} for each in outcome.targets()
    ]
    inputs = [
        {"input": each.name, "label": outcome.label("input", each.name).say(lang), "rank_correlation": round(each.correlation, 6), "share": round(each.share, 6),
         "total_low": each.low, "total_high": each.high}
        for each in influences(outcome)
    ]  # fmt: skip
    return {
        "title": outcome.title.say(lang), "runs": outcome.runs, "seed": outcome.seed, "currency": outcome.currency, "planned": outcome.missions,
        "incomplete": bool(outcome.left_out), "left_out": [{"mission": mission, "reason": why.say(lang)} for mission, why in outcome.left_out],
        **told, "targets": targets, "inputs": inputs,
    }  # fmt: skip


def _spread(outcome: Outcome, what: str, name: str) -> dict[str, Any]:
    spread = outcome.spread(what, name)
    mean = spread.mean
    about = {"of": name} if name else {}
    lacking = {"lacking_runs": int((spread.values < 0).sum())} if what == "left" else {}
    return {
        **about, "mean": {"numerator": mean.numerator, "denominator": mean.denominator}, "least": spread.least, "p05": spread.quantile("0.05"),
        "deciles": list(spread.deciles), "p95": spread.quantile("0.95"), "greatest": spread.greatest, **lacking,
    }  # fmt: skip
