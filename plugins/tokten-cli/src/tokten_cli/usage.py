"""
What a caller may get wrong on the command line, in the words of every other problem.

Click finds most of these slips but words them in one language and without a remedy; ``from_click`` turns each into a problem of a kind
declared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.text import Text

__all__ = ["from_click", "no_such_command", "one_too_many", "wrong_environment", "wrong_number", "wrong_value"]

HELP = Text(en="See `{command} --help`.", fr="Voyez « {command} --help ».")
UNKNOWN_COMMAND = Kind(
    "unknown-command",
    says=Text(en="{value} is not a command", fr="{value} n'est pas une commande"),
    allowed=Text(en="one of {names}", fr="l'une de {names}"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)
UNKNOWN_OPTION = Kind(
    "unknown-option",
    says=Text(en="{value} is not an option of this command", fr="{value} n'est pas une option de cette commande"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Correct the option{guess}.", fr="Corrigez l'option{guess}."),
)
OPTION_VALUE = Kind(
    "option-value",
    says=Text(en="{option} cannot be {value}", fr="{option} ne peut pas valoir {value}"),
    allowed=Text(en="one of {names}", fr="l'un de {names}"),
    remedy=Text(en="Correct the value{guess}.", fr="Corrigez la valeur{guess}."),
)
NOT_A_NUMBER = Kind(
    "option-not-a-number",
    says=Text(en="{option} cannot be {value}", fr="{option} ne peut pas valoir {value}"),
    allowed=Text(en="a whole number from {least} to {greatest}", fr="un nombre entier de {least} à {greatest}"),
    remedy=Text(en="Correct the number.", fr="Corrigez le nombre."),
)
OPTION_WITHOUT_VALUE = Kind(
    "option-without-value",
    says=Text(en="{value} has no value after it", fr="{value} n'est suivi d'aucune valeur"),
    allowed=Text(en="{value} and a value", fr="{value} et une valeur"),
    remedy=HELP,
)
OPTION_TAKES_NO_VALUE = Kind(
    "option-takes-no-value",
    says=Text(en="{value} is given a value", fr="{value} a reçu une valeur"),
    allowed=Text(en="{value} alone", fr="{value} tout seul"),
    remedy=HELP,
)
ARGUMENT_MISSING = Kind(
    "argument-missing",
    says=Text(en="{name} is missing", fr="{name} manque"),
    allowed=Text(en="{usage}", fr="{usage}"),
    remedy=HELP,
)
ARGUMENT_TOO_MANY = Kind(
    "argument-too-many",
    says=Text(en="{value} is one argument too many", fr="{value} est un argument de trop"),
    allowed=Text(en="{usage}", fr="{usage}"),
    remedy=Text(en="Put a name with spaces between quotes.", fr="Mettez entre guillemets un nom qui contient des espaces."),
)
WRONG_CALL = Kind(
    "wrong-call",
    says=Text(en="the command cannot be understood: {value}", fr="la commande est incompréhensible : {value}"),
    allowed=Text(en="{usage}", fr="{usage}"),
    remedy=HELP,
)


def wrong_value(param: click.Parameter | None, value: object, codes: Sequence[str], ctx: click.Context | None) -> UsageError:
    """Tell a value that is none of the codes of an option."""
    option = param.opts[0] if param else "?"
    facts: dict[str, Any] = {"option": option, "names": ", ".join(codes), "guess": did_you_mean(str(value), codes)}
    return UsageError(OPTION_VALUE.at(_path(ctx), value, **facts))


def wrong_number(param: click.Parameter | None, value: object, least: int, greatest: int, ctx: click.Context | None) -> UsageError:
    """Tell a value of an option that is no whole number within its bounds."""
    option = param.opts[0] if param else "?"
    return UsageError(NOT_A_NUMBER.at(_path(ctx), value, option=option, least=least, greatest=greatest))


def wrong_environment(variable: str, value: str, codes: Sequence[str]) -> UsageError:
    """Tell a value of an environment variable that is none of its codes."""
    facts: dict[str, Any] = {"option": variable, "names": ", ".join(codes), "guess": did_you_mean(value, codes)}
    return UsageError(OPTION_VALUE.at("tokten", value, **facts))


def no_such_command(name: str, known: Iterable[str]) -> UsageError:
    """Tell a command that does not exist, and the nearest that does."""
    names = list(known)
    return UsageError(UNKNOWN_COMMAND.at("tokten", name, names=", ".join(names), guess=did_you_mean(name, names)))


def one_too_many(ctx: click.Context, rest: Sequence[str]) -> UsageError:
    """Tell each argument that the command has no use for."""
    usage = _usage(ctx)
    return UsageError(*(ARGUMENT_TOO_MANY.at(_path(ctx), each, usage=usage) for each in rest))


def from_click(error: click.ClickException) -> UsageError:
    """Turn what click found into a problem in our words."""
    ctx = getattr(error, "ctx", None)
    place, command = _path(ctx), _path(ctx)
    if isinstance(error, click.NoSuchOption):
        known = _options(ctx)
        facts: dict[str, Any] = {"names": ", ".join(known), "guess": did_you_mean(error.option_name, known)}
        return UsageError(UNKNOWN_OPTION.at(place, error.option_name, **facts))
    if isinstance(error, click.BadOptionUsage):
        kind = OPTION_TAKES_NO_VALUE if _is_flag(ctx, error.option_name) else OPTION_WITHOUT_VALUE
        return UsageError(kind.at(place, error.option_name, command=command))
    if isinstance(error, click.MissingParameter) and error.param:
        return UsageError(ARGUMENT_MISSING.at(place, name=_name(error.param), usage=_usage(ctx), command=command))
    return UsageError(WRONG_CALL.at(place, error.format_message(), usage=_usage(ctx), command=command))


def _path(ctx: click.Context | None) -> str:
    return ctx.command_path if ctx else "tokten"


def _usage(ctx: click.Context | None) -> str:
    """Write the call in one line, without the word that opens it."""
    return " ".join([_path(ctx), *(ctx.command.collect_usage_pieces(ctx) if ctx else [])])


def _name(param: click.Parameter) -> Text | str:
    mark = getattr(param, "mark", None)
    return mark if isinstance(param, click.Argument) and isinstance(mark, Text) else max(param.opts, key=len)


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [max(param.opts, key=len) for param in params if isinstance(param, click.Option)]


def _is_flag(ctx: click.Context | None, name: str) -> bool:
    params = ctx.command.get_params(ctx) if ctx else []
    return any(isinstance(param, click.Option) and name in param.opts and param.is_flag for param in params)
