import pytest

from generation.blueprints.page.addresses import host_of, root_of, same_page, steps_of


@pytest.mark.parametrize(
    "written",
    [
        "https://shop.example/mugs",
        "https://Shop.Example/mugs",
        "https://shop.example/mugs/",
        "https://shop.example//mugs",
        "https://shop.example:443/mugs",
        "https://shop.example/mugs#sizes",
    ],
)
def test_one_page_has_one_address_however_it_is_written(written: str) -> None:
    assert same_page(written) == "https://shop.example/mugs"


@pytest.mark.parametrize(
    "other",
    [
        "http://shop.example/mugs",
        "https://shop.example/Mugs",
        "https://shop.example/mugs?size=2",
        "https://shop.example:8443/mugs",
        "https://www.shop.example/mugs",
    ],
)
def test_what_a_server_may_tell_apart_is_another_page(other: str) -> None:
    assert same_page(other) == other


def test_the_front_of_a_site_has_an_address_too() -> None:
    assert same_page("https://shop.example/") == same_page("https://shop.example") == "https://shop.example"


def test_a_site_is_called_by_its_host() -> None:
    assert host_of("https://www.shop.example:8443/mugs") == "shop.example"
    assert root_of("https://www.shop.example:8443/mugs") == "https://www.shop.example:8443/"


def test_the_steps_of_an_address_lead_to_the_page_with_names_one_can_read() -> None:
    assert steps_of("https://shop.example/for-the_desk/caf%C3%A9%20mugs.html?a=1") == (
        ("For the desk", "https://shop.example/for-the_desk"),
        ("Café mugs", "https://shop.example/for-the_desk/caf%C3%A9%20mugs.html"),
    )


def test_a_front_page_has_no_steps() -> None:
    assert steps_of("https://shop.example") == ()
