import jsonschema
import pytest

from generation.blueprints.funnel.brief import BRIEF_SCHEMA, read_brief
from tests.support.briefs import NAMED, UNNAMED, brief, changed


@pytest.mark.parametrize("name", [NAMED, UNNAMED])
def test_the_schema_accepts_the_samples(name: str) -> None:
    jsonschema.validate(brief(name), dict(BRIEF_SCHEMA))


def test_the_schema_refuses_what_is_not_a_brief() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed("bundle.price", 17), dict(BRIEF_SCHEMA))


def test_a_name_is_read_as_a_writer_will_type_it() -> None:
    typed_oddly = changed("bundle.name", " Cafe\u0301\u00a0 pour\ndeux ")

    assert read_brief(typed_oddly).bundle.name == "Caf\u00e9 pour deux"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.com", "https://example.com"),
        ("www.example.com:8080/a?b#c", "https://www.example.com:8080/a?b#c"),
        ("http://example.com", "http://example.com"),
    ],
)
def test_an_address_without_a_scheme_is_taken_to_be_https(typed: str, address: str) -> None:
    assert read_brief(changed("bundle.url", typed)).bundle.url == address


def test_prices_are_in_dollars_unless_the_brief_says_otherwise() -> None:
    assert read_brief(brief()).currency == "USD"
