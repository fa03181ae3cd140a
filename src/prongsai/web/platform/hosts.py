"""Whether a name or number of the network means this machine; without Django, for commands."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a name or number means this machine and no other."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
