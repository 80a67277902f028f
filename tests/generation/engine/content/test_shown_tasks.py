"""Which tasks are shown of a kind whose inputs choose among them."""

from dataclasses import replace

from generation.blueprints import get_blueprint
from generation.engine.content.shown_tasks import shown_tasks

DOCUMENTS = get_blueprint("documents")
ALL = [task.key for task in DOCUMENTS.tasks({})]


def keys(inputs, written=(), kind=DOCUMENTS) -> list[str]:
    return [task.key for task in shown_tasks(kind, inputs, written)]


def test_they_are_those_that_the_last_job_chose():
    assert keys({"documents": ["faq", "company_profile"]}) == ["company_profile", "faq"]


def test_what_an_earlier_job_chose_stands_among_them_as_long_as_its_text_does():
    assert keys({"documents": ["faq"]}, ["company_profile"]) == ["company_profile", "faq"]


def test_without_a_job_they_are_what_is_written_and_before_that_all():
    assert keys(None, ["faq"]) == ["faq"]
    assert keys(None) == ALL


def test_where_inputs_choose_nothing_all_are_shown_whatever_is_written():
    asks_nothing = replace(DOCUMENTS, inputs_schema={"type": "object"})

    assert keys(None, ["faq"], asks_nothing) == ALL


def test_a_task_is_the_one_that_the_inputs_made():
    (reader, *_) = (task for task in DOCUMENTS.tasks({}) if task.needs)

    (alone,) = shown_tasks(DOCUMENTS, {"documents": [reader.key]}, ())

    assert alone.needs == ()
