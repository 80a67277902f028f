"""A funnel of Ana's whose first part is written, and its page in the reader.

Django is not set up yet when pytest reads this file, so the fixtures import what they need themselves.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from generation.models import Funnel, GenerationJob, Section
    from tests.support.browser import Visitor


@pytest.fixture
def job(funnel: "Funnel") -> "GenerationJob":
    from tests.support.jobs import start_running

    return start_running(funnel)


@pytest.fixture
def section(job: "GenerationJob") -> "Section":
    """The only section of the first part, an e-mail."""
    from tests.support.jobs import write

    return write(job, 1, "As it was written.")


@pytest.fixture
def page(signed_in: "Visitor", section: "Section") -> "Page":
    from tests.support.editor import open_reader

    return open_reader(signed_in, section)
