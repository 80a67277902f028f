import pytest

from generation.blueprints.base import WrittenTask
from generation.errors import InputError
from generation.pipeline.validation import validate
from tests.support.blueprints import make_blueprint, make_task
from tests.support.drafts import FakeTools, make_draft

NEEDY = make_task("second", needs=("first",))


def test_a_complete_brief_passes() -> None:
    draft = make_draft()

    assert validate(draft, FakeTools()) == draft


def test_english_is_the_language_where_none_is_given() -> None:
    assert validate(make_draft(language=""), FakeTools()).language == "en"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"language": "xx"}, "Unsupported language: xx."),
        ({"brief": {}}, "topic: Say what it is about."),
        ({"inputs": {"mood": "blue"}}, "mood: No such field."),
        (
            {"task": NEEDY, "blueprint": make_blueprint(NEEDY)},
            "Second needs the text of first, which is not written yet.",
        ),
    ],
)
def test_what_cannot_be_written_from_is_an_input_error_that_says_why(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        validate(make_draft(**changes), FakeTools())

    assert sentence in caught.value.message
    assert not caught.value.retryable


def test_a_need_that_is_written_is_met() -> None:
    earlier = (WrittenTask(key="first", title="First", product="", sections=()),)

    validate(make_draft(task=NEEDY, blueprint=make_blueprint(NEEDY), earlier=earlier), FakeTools())
