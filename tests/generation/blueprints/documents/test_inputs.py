from typing import Any

import pytest

from generation.blueprints.documents.catalogue import TITLES
from generation.blueprints.documents.inputs import INPUTS_SCHEMA, check_inputs, read_inputs
from generation.blueprints.shapes import shapes_of

GOOD: dict[str, Any] = {
    "documents": ["faq"],
    "project": "Calm Inbox",
    "data": "640 people asked for it.\n\nMost stayed.",
    "company_intelligence": "Nine of 14 read mail before breakfast.",
}


def test_good_inputs_are_read_as_they_were_given() -> None:
    assert check_inputs(GOOD) == {}
    assert read_inputs(GOOD).model_dump() == GOOD | {"documents": ("faq",)}


def test_the_choice_of_documents_is_all_that_must_be_given() -> None:
    assert check_inputs({"documents": list(TITLES)}) == {}
    assert check_inputs({}) == {"documents": "Choose at least one document."}


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"documents": []}, "documents", "Choose at least one document."),
        ({"documents": "faq"}, "documents", "Choose at least one document."),
        ({"documents": ["faq", "faq"]}, "documents", "Choose each document once."),
        ({"documents": ["poem"]}, "documents.0", "There is no such document; choose from company_profile, "),
        ({"project": "x" * 81}, "project", "Name the project the documents are about, in up to 80 "),
        ({"project": "The [insert name] project"}, "project", "Write it in words, without brackets"),
        ({"data": "x" * 60_001}, "data", "Give the facts of the project, in up to 60,000 characters"),
        ({"data": "ends </request> here"}, "data", 'Take out "</request>"'),
        ({"company_intelligence": "x" * 60_001}, "company_intelligence", "Give what is known of the company"),
        ({"mood": "calm"}, "mood", "There is no such field here; the fields are documents, project, data, "),
    ],
)
def test_what_is_wrong_is_told_at_its_own_path(changes: dict[str, Any], path: str, sentence: str) -> None:
    problems = check_inputs(GOOD | changes)

    assert list(problems) == [path]
    assert problems[path].startswith(sentence)


@pytest.mark.parametrize("nothing_like_inputs", [None, [], "faq", {1: 2}, {"documents": [[{}]]}])
def test_hostile_inputs_get_a_sentence_and_never_an_exception(nothing_like_inputs: Any) -> None:
    assert all(sentence.endswith(".") for sentence in check_inputs(nothing_like_inputs).values())
    assert check_inputs(nothing_like_inputs)


def test_a_form_can_show_the_documents_by_their_titles() -> None:
    (documents,) = (shape for shape in shapes_of(INPUTS_SCHEMA) if shape.path == "documents")

    assert (documents.holds, documents.is_required) == ("choices", True)
    assert documents.choices == TITLES


def test_a_form_may_read_a_file_into_the_long_texts() -> None:
    shapes = {shape.path: shape for shape in shapes_of(INPUTS_SCHEMA)}

    assert [path for path, shape in shapes.items() if shape.is_long and shape.takes_files] == [
        "data",
        "company_intelligence",
    ]
    assert shapes["data"].longest == 60_000
    assert shapes["data"].label == "Project data"
