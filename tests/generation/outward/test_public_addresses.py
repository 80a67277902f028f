"""Which addresses anybody may be sent to."""

import pytest

from generation.outward.public_addresses import is_public


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::8.8.8.8"]
)
def test_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fc00::1", "fec0::1"),
        *("169.254.169.254", "fd00:ec2::254", "fe80::1", "fe80::1%eth0"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "ff02::1", "192.0.2.1", "2001:db8::1"),
        *("192.0.0.8", "192.0.0.170", "192.88.99.1", "168.63.129.16"),
    ],
)
def test_an_inner_network_is_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8"),
        *("2002:7f00:1::1", "2002:a9fe:a9fe::1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001::1"),
    ],
)
def test_what_leads_there_by_another_way_is_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_what_is_no_address_is_not(text):
    assert not is_public(text)
