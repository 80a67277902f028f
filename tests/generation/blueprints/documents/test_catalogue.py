import re

import pytest

from generation.blueprints.documents import BLUEPRINT
from generation.blueprints.documents.catalogue import CATALOGUE, TITLES, Document

ids = {"ids": lambda document: document.key}


@pytest.mark.parametrize("document", CATALOGUE, **ids)
def test_a_document_opens_with_a_summary_and_ends_with_its_sources(document: Document) -> None:
    keys = [chapter.key for chapter in document.chapters]

    assert (keys[0], keys[-1]) == ("summary", "sources")
    assert len(set(keys)) == len(keys)
    assert 3 <= len(keys) - 1 <= 6


@pytest.mark.parametrize("document", CATALOGUE, **ids)
def test_a_document_is_short_enough_to_be_written_in_one_call(document: Document) -> None:
    fewest, most = (sum(chapter.words[end] for chapter in document.chapters) for end in (0, 1))

    assert 350 <= fewest < 600
    assert 850 <= most <= 1250


@pytest.mark.parametrize("document", CATALOGUE, **ids)
def test_what_a_document_reads_stands_before_it(document: Document) -> None:
    keys = list(TITLES)

    assert all(keys.index(read) < keys.index(document.key) for read in document.reads)


@pytest.mark.parametrize("document", CATALOGUE, **ids)
def test_the_prompt_of_a_document_speaks_of_every_one_of_its_chapters(document: Document) -> None:
    """A chapter is spoken of by its title, or by what comes before the colon or comma of it."""
    prompt = " ".join((BLUEPRINT.prompts / f"{document.key}.md").read_text().lower().split())
    titles = [chapter.title for chapter in document.chapters[:-1]]

    unsaid = [title for title in titles if not any(part in prompt for part in _names_of(title))]
    assert unsaid == []


def _names_of(title: str) -> list[str]:
    return [f"**{part.strip().lower()}" for part in (title, *re.split(r"[:,]", title))]


def test_every_prompt_file_is_used() -> None:
    there = {path.stem for path in BLUEPRINT.prompts.glob("*.md")}

    assert there - set(TITLES) == {"system", "brief", "document", "pieces"}
