"""Pages read from addresses that people gave: what is read of them, and what is refused."""

import ssl

import pytest

from generation.outward.fetching import FetchError, Page, fetch
from tests.support.receiver import CERTIFICATE, Receiver, drip, flood, hang_up, page, redirect, status

HOST = "shop.example"


@pytest.fixture
def site():
    with Receiver() as site:
        yield site


def read(url, **options):
    return fetch(url, **{"to_private": True, **options})


def test_a_page_is_read_as_it_is(site):
    site.answers.append(page("<h1>K\u00e4se</h1>"))

    assert read(f"{site.url}?q=1#part") == Page(media_type="text/html", text="<h1>K\u00e4se</h1>")
    (asked,) = site.posted
    assert (asked.path, asked.headers["accept-encoding"]) == ("/hook?q=1", "identity")
    assert "cookie" not in asked.headers


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "hex", "martian"])
def test_a_page_in_what_is_no_character_set_of_pages_is_read_all_the_same(site, charset):
    site.answers.append(page("bread", f"text/plain; charset={charset}"))

    assert read(site.url).text == "bread"


def test_what_is_read_can_be_written_down(site):
    site.answers.append(page("ha\0lf ?", "text/plain; charset=utf-8"))

    assert read(site.url).text == "half ?"


@pytest.mark.parametrize(("charset", "sent"), [("utf-7", "half +2AA-"), ("unicode_escape", "half \\ud800")])
def test_halves_of_characters_are_not_spelled_out(site, charset, sent):
    site.answers.append(page(sent, f"text/plain; charset={charset}"))

    assert read(site.url).text == sent


def test_an_address_with_umlauts_and_accents_is_asked_for_as_it_goes_over_the_wire(site):
    asked = []

    read(
        f"http://k\u00e4se.example:{site.port}/caf\u00e9?q=\u00fc%20",
        resolve=lambda host, port: asked.append(host) or ["127.0.0.1"],
    )

    assert asked == ["xn--kse-qla.example"]
    assert site.posted[0].path == "/caf%C3%A9?q=%C3%BC%20"


def test_a_redirect_is_refused_and_not_followed(site):
    with Receiver() as inner:
        site.answers.append(redirect(inner.url))

        with pytest.raises(FetchError, match="The page has moved; write the address that it leads to"):
            read(site.url)

        assert inner.connections == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (status(404), "The page answered 404."),
        (page("x", "image/png"), "The page holds image/png, where text was expected."),
        (page("x", Content_Encoding="gzip"), "The page was sent packed"),
        (hang_up, "The connection could not be made, or broke off."),
        (lambda handler: handler.wfile.write(b"220 smtp.example ESMTP\r\n"), "or broke off."),
    ],
)
def test_what_is_no_page_is_refused_in_a_sentence(site, answer, says):
    site.answers.append(answer)

    with pytest.raises(FetchError, match=says):
        read(site.url)


def test_no_more_is_read_than_a_page_may_have(site):
    site.answers.append(lambda handler: flood(handler, media_type="text/html"))

    with pytest.raises(FetchError, match=r"The page is larger than 1 MB\."):
        read(site.url, most_bytes=1_000_000)

    assert site.hung_up.wait(30)


def test_a_page_that_drips_in_is_not_waited_for(site):
    site.answers.append(drip)

    with pytest.raises(FetchError, match=r"The page did not come within 0\.5 s\."):
        read(site.url, seconds=0.5)


def test_a_page_is_read_from_whom_its_certificate_names_alone():
    trusting = ssl.create_default_context(cafile=CERTIFICATE)

    def read_page(**options):
        return read(site.url_at("hooks.example"), resolve=lambda host, port: ["127.0.0.1"], **options)

    with Receiver(tls=True) as site:
        site.answers.append(page("bread"))
        assert read_page(trusting=trusting).text == "bread"
        with pytest.raises(FetchError, match="The connection could not be made"):
            read_page()

    assert len(site.posted) == 1


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]]
)
def test_a_name_that_leads_inward_is_never_asked(addresses):
    with pytest.raises(FetchError, match="It could not be reached from here"):
        read(f"http://{HOST}/", to_private=False, resolve=lambda host, port: addresses)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://shop.example/", "This is no web address"),
        ("file:///etc/passwd", "This is no web address"),
        ("shop", "This is no web address"),
        ("http://[::1", "This is no web address"),
        ("http://k\u00e4se..example/", "This is no web address"),
        ("https://ana:secret@shop.example/", "The address holds a name or a password"),
        ("https://shop.example:6379/", "Port 6379 is not asked"),
        ("http://shop.example:443/", "Port 443 is not asked"),
    ],
)
def test_an_address_that_leads_to_no_page_is_not_asked(url, says):
    asked = []

    with pytest.raises(FetchError, match=says):
        read(url, to_private=False, resolve=lambda host, port: asked.append(host) or [])

    assert not asked


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "UTF-16", "us-ascii", "ISO-8859-1", "latin1", "windows-1252", "koi8-r", "GBK", "euc-jp"],
)
def test_pages_are_read_in_the_character_sets_of_pages(site, charset):
    site.answers.append(page("bread", f"text/plain; charset={charset}", encoding=charset))

    assert read(site.url).text == "bread"
