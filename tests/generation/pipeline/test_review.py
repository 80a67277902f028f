"""A person's text, read by the rules."""

from generation.calls import SectionText
from generation.pipeline.review import review
from tests.support.blueprints import make_section
from tests.support.drafts import make_draft

COVER = make_section("cover", include=("$27",))


def rules(body: str, *beside: str, key: str = "cover", **changes) -> list[str]:
    draft = make_draft(COVER, **changes)
    return [found.rule for found in review(draft, SectionText(key=key, body=body), beside=beside)]


def test_what_the_brief_wants_is_asked_of_a_person_too() -> None:
    assert "missing_text" in rules("No price here.")
    assert "missing_text" not in rules("It is $27.")


def test_a_person_is_not_told_which_language_to_write() -> None:
    german = "Die Sonne scheint und der Wind ist nicht kalt, das ist für mich ein guter Tag. " * 6

    assert "wrong_language" not in rules(german)


def test_a_sentence_that_stands_beside_it_is_named() -> None:
    sentence = "Every morning begins with the same small list of three things."

    assert "repeated_sentence" in rules(sentence, sentence)


def test_a_section_that_the_task_does_not_yield_gets_no_advice() -> None:
    assert rules("No price.", key="chapter_9") == []


def test_an_unknown_language_gets_no_advice() -> None:
    assert rules("No price.", language="xx") == []
