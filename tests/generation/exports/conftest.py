"""Independent readers of what is exported; a machine may lack them."""

import pytest

from tests.support.tools import find_tool


@pytest.fixture(scope="session")
def poppler() -> str:
    return find_tool("pdftotext", package="poppler-utils", tests="tests that read a PDF back")


@pytest.fixture(scope="session")
def epubcheck() -> str:
    return find_tool("epubcheck", package="epubcheck", tests="tests that check an EPUB")
