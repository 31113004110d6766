"""
Commands, options and arguments that speak French and English.

Click words its help once, in one language. Here each command, option and argument carries a ``Text``, and the pages of help are laid out
anew from those, in the language of the call. They hold in a terminal of 80 columns. What the caller got wrong is told by ``usage``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from attrs import frozen

from tokten_cli import usage
from tokten_core.text import DEFAULT_LANGUAGE, LANGUAGES, Language, Text

__all__ = ["Argument", "Command", "Group", "OneOf", "Option", "Settings", "Whole", "argument", "language_of", "option"]

Function = TypeVar("Function", bound=Callable[..., Any])

WIDEST_TERMINAL = 80
WORDS = {
    "usage": Text(en="Usage: ", fr="Usage : "),
    "arguments": Text(en="Arguments", fr="Arguments "),
    "options": Text(en="Options", fr="Options "),
    "commands": Text(en="Commands", fr="Commandes "),
    "examples": Text(en="Examples", fr="Exemples "),
    "options-mark": Text(en="[OPTIONS]", fr="[OPTIONS]"),
    "command-mark": Text(en="COMMAND ...", fr="COMMANDE ..."),
}


@frozen
class Settings:
    """
    What holds for one call of the command (fr: *réglages de l'appel*).

    Attributes:
        lang: the language of every sentence.
        debug: true to show the traceback of a bug.
        for_a_program: true where JSON was asked for: every problem is told, however many there are of one kind.
    """

    lang: Language = DEFAULT_LANGUAGE
    debug: bool = False
    for_a_program: bool = False


def language_of(ctx: click.Context) -> Language:
    """Give the language of the call that a context belongs to."""
    settings = ctx.find_object(Settings)
    return settings.lang if settings else DEFAULT_LANGUAGE


class OneOf(click.ParamType):  # type: ignore[type-arg]  # older clicks know no such argument
    """A value out of a few codes, which no language changes (fr: *l'un de quelques codes*)."""

    name = "code"

    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept one of the codes; name them all when it is another."""
        if value in self.codes:
            return str(value)
        raise usage.wrong_value(param, value, self.codes, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002 - click's own signature
        """Show the codes in the pages of help."""
        return "|".join(self.codes)


class Whole(click.ParamType):  # type: ignore[type-arg]  # older clicks know no such argument
    """A whole number in digits within bounds, both allowed (fr: *nombre entier*)."""

    name = "number"

    def __init__(self, least: int, greatest: int) -> None:
        self.least, self.greatest = least, greatest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Accept plain digits; click converts a default as well, which is a number already."""
        typed = str(value)
        # The length first: so many digits that Python would refuse to read them are no number here either.
        if typed.isascii() and typed.isdigit() and len(typed) <= len(str(self.greatest)) and self.least <= int(typed) <= self.greatest:
            return int(typed)
        raise usage.wrong_number(param, value, self.least, self.greatest, ctx)


class Day(click.ParamType):  # type: ignore[type-arg]  # older clicks know no such argument
    """An ISO day (fr: *date*)."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ARG002 - click's own signature
        """Accept a day such as 2009-06-30; the error names the option."""
        from tokten_core.periods import parse_day

        return value if isinstance(value, dt.date) else parse_day(value, param.opts[0] if param else "day")


class Option(click.Option):
    """An option with its sentence, and the name of its value, in both languages (fr: *option*)."""

    def __init__(self, *args: Any, words: Text, mark: Text | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.mark = mark

    def make_metavar(self, *args: Any, **kwargs: Any) -> str:
        """Name the value in the language of the call."""
        ctx = click.get_current_context(silent=True)
        return self.mark.say(language_of(ctx)) if self.mark and ctx else super().make_metavar(*args, **kwargs)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Say the option in the language of the call."""
        with ctx.scope(cleanup=False):
            record = super().get_help_record(ctx)
        return record and (record[0], self.words.say(language_of(ctx)))


class Argument(click.Argument):
    """An argument with its name and its sentence in both languages (fr: *argument*)."""

    def __init__(self, *args: Any, words: Text, mark: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.mark = mark

    def named(self, lang: Language) -> str:
        """Name the argument, in brackets when it can be left out."""
        return self.mark.say(lang) if self.required else f"[{self.mark.say(lang)}]"


class Command(click.Command):
    """
    A command with its pages of help in both languages (fr: *commande*).

    Args:
        words: what it does; the first sentence stands in the list of commands.
        more: what else a reader needs, a paragraph each.
        examples: calls that work as they stand, at most 76 characters each.
    """

    def __init__(self, *args: Any, words: Text, more: Sequence[Text] = (), examples: Sequence[str] = (), **kwargs: Any) -> None:
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": WIDEST_TERMINAL, "terminal_width": None}
        kwargs["context_settings"] = {**settings, **kwargs.get("context_settings", {})}
        super().__init__(*args, **kwargs)
        self.words = words
        self.more = more
        self.examples = examples
        self.params += _options_of_every_command()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help`, in the language of the call."""
        names = self.get_help_option_names(ctx)
        words = Text(en="Show this page and stop.", fr="Affiche cette page et s'arrête.")
        return Option(names, is_flag=True, is_eager=True, expose_value=False, callback=_show_help, words=words) if names else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; one too many is named."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click forgets it where an option lacks its value
            raise
        if rest and not isinstance(self, click.Group):
            raise usage.one_too_many(ctx, rest)
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the arguments in the language of the call."""
        lang = language_of(ctx)
        return [WORDS["options-mark"].say(lang), *(each.named(lang) for each in self.params if isinstance(each, Argument))]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to call the command."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), WORDS["usage"].say(language_of(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, a paragraph each."""
        for paragraph in (self.words, *self.more):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph.say(language_of(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, the options and the examples."""
        lang = language_of(ctx)
        arguments = [(each.mark.say(lang), each.words.say(lang)) for each in self.params if isinstance(each, Argument)]
        records = [each.get_help_record(ctx) for each in self.get_params(ctx) if isinstance(each, click.Option)]
        _section(formatter, WORDS["arguments"].say(lang), arguments)
        _section(formatter, WORDS["options"].say(lang), [record for record in records if record])
        if self.examples:
            with formatter.section(WORDS["examples"].say(lang)):
                formatter.write("".join(f"  {example}\n" for example in self.examples))

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's own signature; our line is wrapped, never cut
        """Give the first sentence, for the list of commands."""
        ctx = click.get_current_context(silent=True)
        return self.words.say(language_of(ctx) if ctx else DEFAULT_LANGUAGE)


class Group(Command, click.Group):
    """A command that has commands of its own, listed in the order in which they are of use (fr: *groupe de commandes*)."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Name the commands in the order in which they were added."""
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; propose the nearest one when there is none of that name."""
        if args and self.get_command(ctx, args[0]) is None:
            raise usage.no_such_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Say that a command follows."""
        return [*super().collect_usage_pieces(ctx), WORDS["command-mark"].say(language_of(ctx))]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first: they are what a reader looks for."""
        lang = language_of(ctx)
        rows = [(name, command.words.say(lang)) for name, command in self.commands.items() if isinstance(command, Command)]
        _section(formatter, WORDS["commands"].say(lang), rows)
        super().format_options(ctx, formatter)


def option(*names: str, words: Text, **kwargs: Any) -> Callable[[Function], Function]:
    """Give a command an option; ``mark`` names its value in both languages."""
    return click.option(*names, cls=Option, words=words, **kwargs)


def argument(name: str, *, words: Text, mark: Text, **kwargs: Any) -> Callable[[Function], Function]:
    """Give a command an argument; ``mark`` names it in both languages."""
    return click.argument(name, cls=Argument, words=words, mark=mark, **kwargs)


def _options_of_every_command() -> list[click.Parameter]:
    """Make the options that may stand before and after the name of a command; ``main`` has read them already."""
    lang = Text(
        en="Language of the sentences, French if not said; keys and codes stay as they are. Also TOKTEN_LANG.",
        fr="Langue des phrases, le français par défaut ; clés et codes ne changent pas. Aussi TOKTEN_LANG.",
    )
    debug = Text(en="Show where a bug of tokten struck.", fr="Montre où une erreur interne de tokten s'est produite.")
    return [
        Option(["--lang"], type=OneOf(*LANGUAGES), expose_value=False, words=lang),
        Option(["--debug"], is_flag=True, expose_value=False, words=debug),
    ]


def _section(formatter: click.HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows, col_max=22)


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
