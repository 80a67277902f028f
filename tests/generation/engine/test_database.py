"""What is written twice: whose doing that is has been decided for every table of ours."""

from django.apps import apps
from django.db.models import Model, UniqueConstraint

from generation.engine.database import _WRITTEN_BY_THE_ENGINE

BROUGHT_ABOUT_BY_PEOPLE = {
    *("GenerationJob", "IdempotencyKey", "ExportFile"),
    *("JobRating", "Preferences", "NamedToken", "AppSetting"),
}
"""Who writes one of these twice is told to look how it stands; else the engine did, and all they do is wait.

A new model with something unique belongs here or there.
"""


def has_something_unique(model: type[Model]) -> bool:
    """Whether there may be one of something in it that is not just a number drawn for its row."""
    meta, key = model._meta, model._meta.pk
    is_drawn = key.db_returning or key.has_default()
    return (
        not is_drawn
        or any(isinstance(constraint, UniqueConstraint) for constraint in meta.constraints)
        or any(field.unique for field in meta.fields if field is not key)
    )


def test_of_each_table_with_something_unique_is_known_who_writes_it_twice():
    ours = [
        *apps.get_app_config("generation").get_models(),
        *apps.get_app_config("settings_app").get_models(),
    ]

    unique = {model for model in ours if has_something_unique(model)}
    of_people = {model.__name__ for model in unique if model._meta.db_table not in _WRITTEN_BY_THE_ENGINE}

    assert of_people == BROUGHT_ABOUT_BY_PEOPLE
    assert {model._meta.db_table for model in unique} >= _WRITTEN_BY_THE_ENGINE
