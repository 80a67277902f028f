"""The door of the exports."""

import pytest

from generation.errors import InvalidRequestError, NotAllowedError
from generation.exports import FORMATS, UnfitFormatError, export_funnel, formats_of, one_portion
from tests.support.exported import part, small_content
from tests.support.hostile import hostile_content
from tests.support.launched import documents_content, launch_content

FITTING = tuple(formats_of(small_content()))


@pytest.mark.parametrize("chosen", FITTING)
def test_every_format_gives_a_named_file_of_its_type(chosen):
    exported = export_funnel(small_content(), chosen)

    assert exported.name == f"calm-inbox.{chosen}"
    assert exported.media_type == FORMATS[chosen].media_type
    assert len(exported.data) > 1000


def test_a_format_is_for_what_is_written():
    always = ["zip", "pdf", "docx", "epub", "html", "md"]

    assert list(formats_of(small_content())) == always
    assert list(formats_of(launch_content())) == [*always, "pptx", "csv"]
    assert list(formats_of(one_portion(launch_content(), "follow_up"))) == [*always, "csv"]


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [("docm", "There is no such format"), ("pptx", "There is nothing to make such a file of")],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(chosen, wrong):
    with pytest.raises(UnfitFormatError) as caught:
        export_funnel(small_content(), chosen)

    assert caught.value.problems == {"format": f"{wrong}; choose one of zip, pdf, docx, epub, html, md."}


@pytest.mark.parametrize("parts", [(), (part("all_emails"),)])
def test_nothing_written_is_nothing_to_export(parts):
    with pytest.raises(NotAllowedError) as caught:
        export_funnel(launch_content(parts=parts), "zip")

    assert caught.value.code == "nothing_written"
    assert caught.value.message == "Nothing is written yet. Generate the launch first."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (launch_content(), "calm-inbox-launch-the-calm-inbox-workshop.md"),
        (launch_content(subject=""), "calm-inbox-launch.md"),
        (one_portion(launch_content(), "deck"), "the-calm-inbox-workshop-deck.md"),
        (one_portion(documents_content(), "company_profile"), "calm-inbox-company-profile.md"),
    ],
)
def test_a_file_says_what_it_holds_of_which_funnel(content, name):
    assert export_funnel(content, "md").name == name


@pytest.mark.parametrize("chosen", FITTING)
def test_one_portion_is_a_file_that_bears_its_name(chosen):
    exported = export_funnel(one_portion(small_content(), "lead_magnet"), chosen)

    assert exported.name == f"the-40-minute-inbox.{chosen}"


@pytest.mark.parametrize("chosen", ["md", "html"])
def test_one_portion_says_nothing_of_the_others_or_of_the_funnel(chosen):
    text = export_funnel(one_portion(small_content(), "lead_magnet"), chosen).data.decode()

    assert "Keep it clear" in text
    assert "Your forty minutes begin here" not in text
    assert "Lead magnet" not in text


def test_a_product_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InvalidRequestError) as caught:
        one_portion(small_content(), "upsell_9")

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


@pytest.mark.parametrize("chosen", ["zip", "pptx", "csv"])
def test_the_same_launch_gives_the_same_bytes(chosen):
    assert export_funnel(launch_content(), chosen) == export_funnel(launch_content(), chosen)
