"""The door of the exports."""

import pytest

from generation.errors import InvalidRequestError, NotAllowedError
from generation.exports import FORMATS, UnknownFormatError, export_funnel, one_product
from tests.support.exported import part, small_content
from tests.support.hostile import hostile_content


@pytest.mark.parametrize("chosen", FORMATS)
def test_every_format_gives_a_named_file_of_its_type(chosen):
    exported = export_funnel(small_content(), chosen)

    assert exported.name == f"calm-inbox.{chosen}"
    assert exported.media_type == FORMATS[chosen].media_type
    assert len(exported.data) > 1000


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(UnknownFormatError, match=r"no export format 'docm'; the formats are zip, pdf, docx"):
        export_funnel(small_content(), "docm")


@pytest.mark.parametrize("parts", [(), (part("all_emails"),)])
def test_nothing_written_is_nothing_to_export(parts):
    with pytest.raises(NotAllowedError) as caught:
        export_funnel(small_content(parts=parts), "zip")

    assert caught.value.code == "nothing_written"


@pytest.mark.parametrize("chosen", FORMATS)
def test_one_product_is_a_file_that_bears_its_name(chosen):
    exported = export_funnel(one_product(small_content(), "lead_magnet"), chosen)

    assert exported.name == f"the-40-minute-inbox.{chosen}"


@pytest.mark.parametrize("chosen", ["md", "html"])
def test_one_product_says_nothing_of_the_others_or_of_the_funnel(chosen):
    text = export_funnel(one_product(small_content(), "lead_magnet"), chosen).data.decode()

    assert "Keep it clear" in text
    assert "Your forty minutes begin here" not in text
    assert "Lead magnet" not in text


def test_a_product_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InvalidRequestError) as caught:
        one_product(small_content(), "upsell_9")

    assert caught.value.problems == {"product": "Choose one of lead_magnet, or leave it out for everything."}


def test_a_file_of_many_pieces_says_how_far_it_is():
    told: list[tuple[int, int]] = []

    export_funnel(small_content(), "zip", report=lambda done, total: told.append((done, total)))

    total = told[0][1]
    assert total > 10
    assert told == [(done, total) for done in range(total)]


@pytest.mark.parametrize("chosen", FORMATS)
def test_hostile_text_breaks_no_format(chosen):
    assert export_funnel(hostile_content(), chosen).data
