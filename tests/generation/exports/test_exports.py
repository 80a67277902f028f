"""The door of the exports."""

import pytest

from generation.errors import NotAllowedError
from generation.exports import FORMATS, UnknownFormatError, export_funnel
from tests.support.exported import part, small_content


@pytest.mark.parametrize("chosen", FORMATS)
def test_every_format_gives_a_named_file_of_its_type(chosen):
    exported = export_funnel(small_content(), chosen)

    assert exported.name == f"calm-inbox.{chosen}"
    assert exported.media_type == FORMATS[chosen].media_type
    assert len(exported.data) > 1000


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(UnknownFormatError, match=r"no export format 'pdf'; the formats are zip, md, html"):
        export_funnel(small_content(), "pdf")


@pytest.mark.parametrize("parts", [(), (part("all_emails"),)])
def test_nothing_written_is_nothing_to_export(parts):
    with pytest.raises(NotAllowedError) as caught:
        export_funnel(small_content(parts=parts), "zip")

    assert caught.value.code == "nothing_written"
