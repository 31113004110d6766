"""`tokten cigem`: the migration centre's side, for tests and for a small office: its server, its tokens, its description."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import click

from tokten_cli.bilingual import Command, Group, OneOf, Settings, Whole, argument, option
from tokten_cli.terminal import show, show_json, tell
from tokten_core.errors import Kind, PluginError, UsageError
from tokten_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Centres", "centres", "cigem"]

HIGHEST_PORT = 65_535
FILE = Text(en="FILE", fr="FICHIER")
NAME = Text(en="NAME", fr="NOM")
NO_CENTRES = Kind(
    "cigem-not-installed",
    says=Text(en="the plugin {value} is not installed", fr="l'extension {value} n'est pas installée"),
    allowed=Text(en="tokten-cigem, which talks with the migration centre", fr="tokten-cigem, qui dialogue avec le centre des migrations"),
    remedy=Text(en="Install it; `tokten plugins` says what is there.", fr="Installez-la ; « tokten plugins » dit ce qui est là."),
)
HALF_A_CERTIFICATE = Kind(
    "cigem-half-a-certificate",
    says=Text(en="only {value} is given", fr="seul {value} est donné"),
    allowed=Text(en="--certificate and --key together, or neither", fr="--certificate et --key ensemble, ou aucun des deux"),
    remedy=Text(en="Give both.", fr="Donnez les deux."),
)
READY = Text(
    en="The shared database of {db} answers at {address} until Ctrl-C.", fr="La base partagée {db} répond à {address} jusqu'à Ctrl-C."
)
SHOWN_ONCE = Text(
    en="Token of {name} ({scopes}); it is shown this once and kept hashed in {tokens}.",
    fr="Jeton de {name} ({scopes}) ; il n'est montré que cette fois et gardé haché dans {tokens}.",
)


class Centres(Protocol):
    """What the plugin of the migration centre brings (fr: *centres des migrations*)."""

    def policy(self) -> tuple[tuple[Text, ...], tuple[tuple[str, str, Text, str, bool], ...]]:
        """Give the sentences, and each shared field: collection, name, reason, owner, whether consent is needed."""

    def openapi(self) -> dict[str, Any]:
        """Give the description of the interface."""

    def issue_token(self, path: Path, name: str, scopes: str) -> str:
        """Make a token and write its line."""

    def serve(
        self,
        path: Path,
        tokens: Path,
        today: Callable[[], dt.date],
        *,
        host: str,
        port: int,
        certificate: tuple[Path, Path] | None = None,
        ready: Callable[[str], None],
    ) -> None:
        """Run the reference server until it is stopped."""


def centres() -> Centres:
    """
    Find the plugin of the migration centre.

    Raises:
        PluginError: It is not installed (`cigem-not-installed`).
    """
    from tokten_core.plugins import plugins

    found = plugins().stores.get("cigem")
    if found is None:
        raise PluginError(NO_CENTRES.at("tokten", "tokten-cigem"))
    return cast("Centres", found)


@click.group(
    cls=Group,
    name="cigem",
    invoke_without_command=True,
    words=Text(
        en="Keep a shared database as the migration centre does, for tests or a small office.",
        fr="Tient une base partagée comme le fait le centre des migrations (CIGEM), pour des essais ou un petit bureau.",
    ),
    more=[
        Text(
            en="It holds the experts, institutions, requests and missions that the purpose needs, and no money. Exchange with it by `tokten sync`.",
            fr="Elle tient les experts, structures, requêtes et missions utiles à la finalité, sans aucun montant. L'échange se fait par "
            "« tokten sync ».",
        )
    ],
    examples=["tokten cigem token office --tokens tokens.txt", "tokten cigem serve --db centre.db --tokens tokens.txt --port 8080"],
)
@click.pass_context
def cigem(ctx: click.Context) -> None:
    """Hand over to a command; alone, show what there is."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


TOKENS = option(
    "--tokens",
    required=True,
    mark=FILE,
    words=Text(en="The server's tokens, hashed, a line each; mode 600.", fr="Les jetons du serveur, hachés, un par ligne ; mode 600."),
)


@click.command(
    cls=Command,
    words=Text(en="Run the reference server on this machine.", fr="Lance le serveur de référence sur cette machine."),
    more=[
        Text(
            en="It listens on 127.0.0.1 alone, unless a TLS certificate and its key are given. Elsewhere, put a TLS proxy before it.",
            fr="Il n'écoute que sur 127.0.0.1, sauf si un certificat TLS et sa clé sont donnés. Sinon, placez un relais TLS devant.",
        )
    ],
    examples=["tokten cigem serve --db centre.db --tokens tokens.txt --port 8080"],
)
@option(
    "--db",
    "db",
    required=True,
    mark=FILE,
    words=Text(en="The SQLite file of the shared records.", fr="Le fichier SQLite des données partagées."),
)
@TOKENS
@option(
    "--port",
    type=Whole(0, HIGHEST_PORT),
    default=0,
    mark=Text(en="PORT", fr="PORT"),
    words=Text(en="The port; 0 takes a free one.", fr="Le port ; 0 en prend un libre."),
)
@option(
    "--host",
    default="127.0.0.1",
    mark=Text(en="HOST", fr="HÔTE"),
    words=Text(en="Where to listen; 127.0.0.1 if not said.", fr="Où écouter ; 127.0.0.1 par défaut."),
)
@option("--certificate", mark=FILE, words=Text(en="The TLS certificate.", fr="Le certificat TLS."))
@option("--key", mark=FILE, words=Text(en="Its private key.", fr="Sa clé privée."))
@click.pass_obj
def serve(settings: Settings, *, db: str, tokens: str, port: int, host: str, certificate: str | None, key: str | None) -> None:
    """Serve until interrupted; the address goes to stderr."""
    from tokten_cli.clock import now

    if (certificate is None) is not (key is None):
        raise UsageError(HALF_A_CERTIFICATE.at("tokten cigem serve", "--key" if certificate is None else "--certificate"))
    centres().serve(
        Path(db),
        Path(tokens),
        lambda: now().date(),
        host=host,
        port=port,
        certificate=(Path(certificate), Path(key)) if certificate and key else None,
        ready=lambda address: tell(READY.fill(db=db, address=address), settings.lang),
    )


@click.command(
    cls=Command,
    words=Text(en="Make a token for an office.", fr="Crée un jeton pour un bureau."),
    more=[
        Text(
            en="The token goes to stdout, once. The office keeps it in TOKTEN_CIGEM_TOKEN or in a file of mode 600.",
            fr="Le jeton va sur stdout, une seule fois. Le bureau le garde dans TOKTEN_CIGEM_TOKEN ou dans un fichier de mode 600.",
        )
    ],
    examples=["tokten cigem token office --tokens tokens.txt --scopes read"],
)
@argument("name", mark=NAME, words=Text(en="Who it is for.", fr="Pour qui."))
@TOKENS
@option(
    "--scopes",
    type=OneOf("read", "write", "read,write"),
    default="read,write",
    words=Text(en="What it allows; both if not said.", fr="Ce qu'il permet ; les deux par défaut."),
)
@click.pass_obj
def token(settings: Settings, name: str, *, tokens: str, scopes: str) -> None:
    """Make a token, keep its hash, show it."""
    made = centres().issue_token(Path(tokens), name, scopes)
    tell(SHOWN_ONCE.fill(name=name, scopes=scopes, tokens=tokens), settings.lang)
    show(made)


@click.command(
    cls=Command,
    words=Text(en="Print the description of the interface, OpenAPI 3.1.", fr="Affiche la description de l'interface, OpenAPI 3.1."),
    examples=["tokten cigem openapi > openapi.json"],
)
def openapi() -> None:
    """Print it."""
    show_json(centres().openapi())


for _command in (serve, token, openapi):
    cigem.add_command(_command)
