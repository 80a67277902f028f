"""Which addresses belong to the open internet, and to nobody's inner network."""

import ipaddress

_NOBODYS = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""For translation and relays between versions, and the host of a machine at Azure: global to Python."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether anybody may be sent there: never to a text that is no address.

    An address of version 6 that gateways read as one of version 4 is as public as that one.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return _is_open(address)
    return _is_open(_version_4_within(address) or address)


def _version_4_within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    if any(address in network for network in _NOBODYS):
        return False
    # Multicast and what is reserved are global to Python, and nowhere to send a message to.
    return address.is_global and not (address.is_multicast or address.is_reserved)
