"""What can go wrong between two offices, worded once; no sentence here carries a token or a person's data."""

from __future__ import annotations

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "ADDRESS", "ANSWER", "BUSY", "CERTIFICATE", "DIFFERS", "MOVING", "NAME_WITHOUT_CONSENT", "READ_ONLY", "REFUSED", "SERVER_ADDRESS", "SERVER_MISSING",
    "SHARED_PART", "TOKEN_FILE", "TOKEN_KNOWN", "TOKEN_LINE", "TOKEN_MISSING", "TURNED_DOWN", "UNREACHABLE",
]  # fmt: skip

ADDRESS = Kind(
    "cigem-address",
    says=Text(en="{value} is not the address of a migration centre", fr="{value} n'est pas l'adresse d'un centre des migrations"),
    allowed=Text(
        en="cigem+https://host/base, without user, password or question mark; cigem+http:// for this machine only",
        fr="cigem+https://hôte/base, sans utilisateur, mot de passe ni point d'interrogation ; cigem+http:// pour cette machine seulement",
    ),
    remedy=Text(
        en="Write the address so; the token goes into TOKTEN_CIGEM_TOKEN or a file.",
        fr="Écrivez l'adresse ainsi ; le jeton se met dans TOKTEN_CIGEM_TOKEN ou dans un fichier.",
    ),
)
TOKEN_MISSING = Kind(
    "cigem-token-missing",
    says=Text(en="no token was given", fr="aucun jeton n'a été donné"),
    allowed=Text(
        en="TOKTEN_CIGEM_TOKEN in the environment, or a file of mode 600",
        fr="TOKTEN_CIGEM_TOKEN dans l'environnement, ou un fichier de mode 600",
    ),
    remedy=Text(en="Ask the centre for a token.", fr="Demandez un jeton au centre."),
)
TOKEN_FILE = Kind(
    "cigem-token-file",
    says=Text(en="{value} cannot be used: {why}", fr="{value} est inutilisable : {why}"),
    allowed=Text(en="a file that only its owner may read (mode 600)", fr="un fichier lisible par son seul propriétaire (mode 600)"),
    remedy=Text(en="chmod 600, and see that it holds what it should.", fr="chmod 600, et vérifiez son contenu."),
)
TOKEN_LINE = Kind(
    "cigem-token-line",
    says=Text(en="the line says no token", fr="la ligne ne décrit pas un jeton"),
    allowed=Text(
        en="a name, its scopes (read, write) and the SHA-256, a space between",
        fr="un nom, ses droits (read, write) et le SHA-256, séparés par une espace",
    ),
    remedy=Text(en="Write it with `tokten cigem token`.", fr="Écrivez-la avec « tokten cigem token »."),
)
TOKEN_KNOWN = Kind(
    "cigem-token-known",
    says=Text(en="{value} has a token already", fr="{value} a déjà un jeton"),
    allowed=Text(en="a new name: letters, digits, dash, underscore", fr="un nouveau nom : lettres, chiffres, tiret, soulignement"),
    remedy=Text(en="Choose another name, or take the old line out.", fr="Choisissez un autre nom, ou retirez l'ancienne ligne."),
)
UNREACHABLE = Kind(
    "cigem-unreachable",
    says=Text(en="the centre does not answer ({why}), {value} attempts", fr="le centre ne répond pas ({why}), {value} essais"),
    allowed=Text(en="a server that answers", fr="un serveur qui répond"),
    remedy=Text(
        en="Try again later: what was done is kept, and the rest follows.",
        fr="Réessayez plus tard : ce qui est fait est gardé, le reste suivra.",
    ),
)
CERTIFICATE = Kind(
    "cigem-certificate",
    says=Text(en="the centre cannot prove who it is: {value}", fr="le centre ne peut pas prouver qui il est : {value}"),
    allowed=Text(
        en="a certificate for this very address, by an authority that this machine trusts",
        fr="un certificat pour cette adresse même, d'une autorité que cette machine reconnaît",
    ),
    remedy=Text(
        en="Check the address. An authority of your own goes into SSL_CERT_FILE. The token was not sent.",
        fr="Vérifiez l'adresse. Une autorité à vous se met dans SSL_CERT_FILE. Le jeton n'a pas été envoyé.",
    ),
)
BUSY = Kind(
    "cigem-busy",
    says=Text(en="the centre asks to come back in {value} seconds", fr="le centre demande de revenir dans {value} secondes"),
    allowed=Text(en="at most {most} seconds are waited for", fr="on attend au plus {most} secondes"),
    remedy=Text(en="Try again after that: what was done is kept.", fr="Réessayez passé ce délai : ce qui est fait est gardé."),
)
REFUSED = Kind(
    "cigem-refused",
    says=Text(en="the centre does not know the token", fr="le centre ne reconnaît pas le jeton"),
    allowed=Text(en="a token that the centre gave", fr="un jeton donné par le centre"),
    remedy=Text(en="Check it, or ask for another.", fr="Vérifiez-le, ou demandez-en un autre."),
)
READ_ONLY = Kind(
    "cigem-read-only",
    says=Text(en="the token may read only", fr="le jeton ne permet que la lecture"),
    allowed=Text(en="a token with the scope write", fr="un jeton ayant le droit write"),
    remedy=Text(en="Ask for one, or look with --dry-run.", fr="Demandez-en un, ou regardez avec --dry-run."),
)
TURNED_DOWN = Kind(
    "cigem-turned-down",
    says=Text(en="the centre turned the records down: {value}", fr="le centre a rejeté les enregistrements : {value}"),
    allowed=Text(en="records as its description has them", fr="des enregistrements conformes à sa description"),
    remedy=Text(
        en="Correct the records named there; nothing of this batch was kept.",
        fr="Corrigez les enregistrements nommés ; rien de cet envoi n'a été gardé.",
    ),
)
ANSWER = Kind(
    "cigem-answer",
    says=Text(en="the centre's answer is not as described: {value}", fr="la réponse du centre n'est pas conforme : {value}"),
    allowed=Text(en="an answer as `tokten cigem openapi` describes it", fr="une réponse conforme à « tokten cigem openapi »"),
    remedy=Text(
        en="Check the address; else tell the centre. Nothing of it was taken.",
        fr="Vérifiez l'adresse ; sinon signalez-le au centre. Rien n'en a été repris.",
    ),
)
DIFFERS = Kind(
    "cigem-counts",
    says=Text(
        en="{value} records at the centre by what it says, {found} by what it gives",
        fr="{value} enregistrements au centre selon lui, {found} d'après ce qu'il donne",
    ),
    allowed=Text(en="the same count, and the same digest, on both sides", fr="le même nombre, et la même empreinte, des deux côtés"),
    remedy=Text(
        en="Tell the centre: its counts do not follow from its records.",
        fr="Signalez-le au centre : ses comptes ne découlent pas de ses enregistrements.",
    ),
)
MOVING = Kind(
    "cigem-moving",
    says=Text(en="records kept changing through {value} rounds", fr="les enregistrements ont changé pendant {value} tours"),
    allowed=Text(en="a quiet moment on both sides", fr="un moment calme des deux côtés"),
    remedy=Text(en="Call again: what was done is kept.", fr="Relancez : ce qui est fait est gardé."),
)
NAME_WITHOUT_CONSENT = Kind(
    "cigem-name-without-consent",
    says=Text(en="a person is named there without a consent in force", fr="une personne y est nommée sans consentement en vigueur"),
    allowed=Text(
        en="personal data with a consent for the purpose cigem", fr="des données personnelles avec un consentement pour la finalité cigem"
    ),
    remedy=Text(
        en="Record the consent, or take the personal data out.", fr="Enregistrez le consentement, ou retirez les données personnelles."
    ),
)
SHARED_PART = Kind(
    "cigem-shared-part",
    says=Text(
        en="a whole programme cannot be kept at {value}: it holds the shared part only",
        fr="{value} ne peut pas conserver un programme entier : il n'en tient que la partie partagée",
    ),
    allowed=Text(en="an exchange with a programme that is kept elsewhere", fr="un échange avec un programme conservé ailleurs"),
    remedy=Text(en="Use `tokten sync STORE {value}`.", fr="Utilisez « tokten sync STOCKAGE {value} »."),
)
SERVER_ADDRESS = Kind(
    "cigem-server-address",
    says=Text(
        en="{value} is not this machine, and no certificate is given", fr="{value} n'est pas cette machine, et aucun certificat n'est donné"
    ),
    allowed=Text(en="127.0.0.1 or ::1, or a certificate and its key", fr="127.0.0.1 ou ::1, ou un certificat et sa clé"),
    remedy=Text(
        en="Leave --host out, put a TLS proxy before it, or give --certificate and --key.",
        fr="Omettez --host, placez un relais TLS devant, ou donnez --certificate et --key.",
    ),
)
SERVER_MISSING = Kind(
    "cigem-server-missing",
    says=Text(
        en="the reference server is not installed: {value} is missing", fr="le serveur de référence n'est pas installé : il manque {value}"
    ),
    allowed=Text(en="tokten-cigem with its extra server", fr="tokten-cigem avec son option server"),
    remedy=Text(en="pip install 'tokten-cigem[server]'", fr="pip install 'tokten-cigem[server]'"),
)
