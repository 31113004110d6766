"""
The address of a centre: ``cigem+https://host/base``; ``cigem+http://`` for this machine only, as nothing else on that way is private.

>>> base_of("cigem+https://centre.example/tokten/")
'https://centre.example/tokten'
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from tokten_cigem.mistakes import ADDRESS
from tokten_core.errors import StoreError
from tokten_core.stores import without_secrets

__all__ = ["base_of", "is_this_machine"]


def base_of(address: str) -> str:
    """
    Give what the centre's addresses begin with.

    Raises:
        StoreError: The address is not well formed, or would send a token in the clear (`cigem-address`).
    """
    try:
        parts = urlsplit(address)
        well_formed = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _wrong(address) from None
    scheme = parts.scheme.removeprefix("cigem+")
    private = scheme == "https" or (scheme == "http" and is_this_machine(parts.hostname or ""))
    odd = "@" in parts.netloc or "?" in address or "#" in address or "\\" in address or not address.isprintable()
    if not (parts.scheme.startswith("cigem+") and well_formed and private) or odd or " " in address:
        raise _wrong(address)
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_this_machine(host: str) -> bool:
    """
    Tell whether a host is this machine, by its name or number alone.

    >>> is_this_machine("127.0.0.1"), is_this_machine("localhost"), is_this_machine("127.0.0.1.example")
    (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(address: str) -> StoreError:
    return StoreError(ADDRESS.at("store", re.sub("//.*@", "//***@", without_secrets(address), flags=re.DOTALL)))
