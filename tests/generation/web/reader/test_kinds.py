"""The reader of what is not a funnel's own: slides, pages, documents."""

import re

import pytest

from generation.engine.verbs.jobs import start_job
from generation.models import Section, current_revisions
from generation.web.which import Which, address_of, which_of
from tests.support.jobs import complete
from tests.support.kinds import DECK, piece, slide, start_documents, start_launch, write_pieces

SPRING = Which(blueprint="launch", subject="Spring event")


@pytest.fixture
def read(page, funnel):
    """Answers with the reader's page of this content."""

    def read_it(which: Which, **asked) -> str:
        return page.get(address_of("read", funnel.pk, which, **asked)).content.decode()

    return read_it


@pytest.fixture
def slides(funnel):
    """The thirty slides of a launch, whose first two tasks are written too."""
    job = start_launch(funnel)
    for position in (1, 2):
        write_pieces(job, position, piece())
    return write_pieces(job, DECK, *map(slide, range(1, 31)))


def outline(html: str) -> list[str]:
    shown = re.search(r'class="outline">(.*?)</ol>', html, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]*)</a>", shown[1]) if shown else []


def save(page, section: Section, **changes):
    shown = current_revisions().get(section=section)
    lines = {f"line_{name}": value for name, value in shown.fields.items()}
    form = {"version": section.version, "title": section.title, "body": shown.body, **lines, **changes}
    return page.post(f"/sections/{section.pk}/edit/", form)


def test_each_slide_has_its_lines_and_the_outline_calls_it_by_its_title(read, slides):
    shown = read(SPRING, part="deck")

    assert outline(shown) == [f"Point {number}" for number in range(1, 31)]
    assert "<dt>Title</dt>" in shown
    assert "<dt>Notes</dt>" in shown
    assert 'data-copy-text="Say 30." data-copies="Notes"' in shown
    assert "Copy points" in shown


def test_every_link_of_the_page_keeps_to_the_launch(read, funnel, slides):
    shown = read(SPRING, part="deck").replace("&amp;", "&")

    about_texts = re.findall(rf'"(/funnels/{funnel.pk}/(?:read|export|regenerate)/[^"]*)"', shown)
    assert about_texts
    assert [address for address in about_texts if "kind=launch&subject=Spring+event" not in address] == []
    assert f'rel="prev" href="{address_of("read", funnel.pk, SPRING, part="offer")}"' in shown


def test_a_slide_may_be_its_lines_alone_and_is_saved_so(page, slides):
    answer = save(page, slides[0], line_title="Another point", body="")

    assert answer.url == address_of("read", slides[0].funnel_id, SPRING, part="deck") + f"#s-{slides[0].pk}"
    saved = current_revisions().get(section=slides[0])
    assert (saved.body, saved.fields["title"]) == ("", "Another point")


def test_notes_may_be_as_long_as_they_are_asked_for(page, slides):
    save(page, slides[0], line_notes="n" * 1200)

    assert len(current_revisions().get(section=slides[0]).fields["notes"]) == 1200


def test_a_block_of_a_page_needs_a_text(page, funnel):
    job = start_launch(funnel)
    (block,) = write_pieces(job, 1, piece("proof", "block", "A quote.", headline="What they say"))

    answer = save(page, block, body=" ")

    assert answer.status_code == 422
    assert "a section cannot be empty" in answer.content.decode()


def test_the_preview_of_a_slide_without_points_shows_its_title(page, slides):
    shown = page.post(f"/sections/{slides[0].pk}/preview/", {"title": "Slide 1", "body": ""})

    assert "Slide 1" in shown.content.decode()


def test_a_part_is_regenerated_in_its_own_run(page, funnel, slides):
    job = funnel.jobs.get()
    complete(job)
    address = address_of("regenerate_part", funnel.pk, SPRING, "deck")
    assert "Regenerate Deck structure?" in page.get(address).content.decode()

    answer = page.post(address, {"note": "Shorter."})

    assert answer.url == address_of("read", funnel.pk, SPRING, part="deck")
    assert job.tasks.get(key="deck").note == "Shorter."


def test_the_pages_of_a_section_name_its_launch_and_lead_back_to_it(page, funnel, slides):
    back = address_of("read", funnel.pk, SPRING, part="deck").replace("&", "&amp;")

    for what in ("edit", "history"):
        shown = page.get(f"/sections/{slides[0].pk}/{what}/").content.decode()
        assert f'<a href="{back}#s-{slides[0].pk}">Calm Inbox / Launch: Spring event</a>' in shown


def test_of_documents_those_are_listed_that_were_chosen(read, funnel):
    job = start_documents(funnel, project="Atlas")
    write_pieces(job, 1, piece("summary"))

    shown = read(which_of(job))

    assert "1 of 3 parts" in shown
    assert "Press release" not in shown
    assert "<span>Company documents: Atlas</span>" in shown


def test_a_document_that_was_chosen_before_is_listed_by_its_name_as_long_as_it_stands(read, funnel):
    job = start_documents(funnel)
    write_pieces(job, 1, piece("summary"))
    complete(job)
    start_job(funnel, blueprint="documents", inputs={"documents": ["press_release"]})

    shown = read(which_of(job))

    assert "Company profile" in shown
    assert "1 of 2 parts" in shown


def test_a_slide_is_edited_under_its_own_title_alone(page, slides):
    editor = page.get(f"/sections/{slides[0].pk}/edit/").content.decode()

    assert "Section title" not in editor
    assert re.findall(r'<label for="edit-[^"]*">(.*?)</label>', editor) == [
        "Title",
        "Notes",
        'Text <span class="optional">optional</span>',
    ]


def test_the_preview_of_a_slide_has_the_title_that_is_typed(page, slides):
    seen = page.post(
        f"/sections/{slides[0].pk}/preview/", {"title": "Slide 1", "line_title": "Another point"}
    )

    assert "Another point" in seen.content.decode()
    assert "Slide 1" not in seen.content.decode()


def test_what_is_pasted_keeps_the_title_of_its_section_beside_its_lines(page, funnel):
    launch = start_launch(funnel)
    (message,) = write_pieces(
        launch, 1, piece("first", "timed_email", send="Now", why="W", subject="S", preview="P")
    )

    assert "Section title" in page.get(f"/sections/{message.pk}/edit/").content.decode()
