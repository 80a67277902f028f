"""The export page of what is not a funnel's own: each portion in the formats that hold it."""

import re

import pytest

from generation.engine.verbs.jobs import start_job
from generation.models import ExportFile
from generation.web.which import Which, address_of, which_of
from tests.support.funnels import make_funnel
from tests.support.jobs import complete, start_running, write
from tests.support.kinds import DECK, piece, slide, start_documents, start_launch, write_pieces

SPRING = Which(blueprint="launch", subject="Spring event")


@pytest.fixture
def funnel(ana):
    return make_funnel(ana)


def formats(html: str, portion: str) -> list[str]:
    """Return what the buttons of the portion say."""
    row = re.search(rf'<li id="export-{portion}">(.*?)</li>', html, re.DOTALL)
    return re.findall(r'name="format" value="(\w+)"', row[1]) if row else []


def test_a_deck_is_taken_away_as_slides_and_the_whole_as_anything_in_it(page, funnel):
    job = start_launch(funnel)
    for position in (1, 2):
        write_pieces(job, position, piece())
    write_pieces(job, DECK, slide(1))

    shown = page.get(address_of("export", funnel.pk, SPRING)).content.decode()

    assert "pptx" in formats(shown, "deck")
    assert "pptx" not in formats(shown, "offer")
    assert formats(shown, "whole")[0] == "zip"
    assert "<strong>Whole launch</strong>" in shown
    assert "Not written yet, and missing from the files: Enrolment pages" in shown
    assert "Launch: Spring event</a>" in shown


def test_a_file_is_of_the_kind_and_subject_it_was_asked_for_beside(page, funnel):
    write(start_running(funnel), 1)
    job = start_documents(funnel, project="Atlas")
    write_pieces(job, 1, piece())
    atlas = which_of(job)

    answer = page.post(address_of("export", funnel.pk, atlas), {"format": "md", "product": "company_profile"})

    file = ExportFile.objects.get()
    assert (file.blueprint, file.subject, file.product) == ("documents", "Atlas", "company_profile")
    assert answer.url == f"{address_of('export', funnel.pk, atlas)}#export-company_profile"
    there, on_own = (page.get(address_of("export", funnel.pk, each)) for each in (atlas, Which()))
    row = f'id="file-{file.pk}"'
    assert (row in there.content.decode(), row in on_own.content.decode()) == (True, False)


def test_a_document_that_was_chosen_before_can_be_taken_away_as_long_as_it_stands(page, funnel):
    job = start_documents(funnel)
    write_pieces(job, 1, piece())
    complete(job)
    start_job(funnel, blueprint="documents", inputs={"documents": ["press_release"]})

    shown = page.get(address_of("export", funnel.pk, which_of(job))).content.decode()

    assert "pdf" in formats(shown, "company_profile")


def test_a_format_that_does_not_fit_is_refused_in_words(page, funnel):
    write_pieces(start_documents(funnel), 1, piece())
    address = address_of("export", funnel.pk, Which(blueprint="documents"))

    answer = page.post(address, {"format": "pptx"}, follow=True)

    assert "There is nothing to make such a file of; choose one of zip" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == address
