"""A funnel, its job in two states, and two people of staff: one may act, one may only look."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from generation.models import Funnel, GenerationJob


@pytest.fixture
def operator(db: None) -> "Client":
    from tests.support.admin import staff

    nouns = ("generationjob", "generationtask", "funnel")
    verbs = ("view", "change", "delete")
    return staff("operator", *(f"{verb}_{noun}" for verb in verbs for noun in nouns))


@pytest.fixture
def onlooker(db: None) -> "Client":
    from tests.support.admin import staff

    return staff("onlooker", "view_generationjob", "view_generationtask", "view_funnel")


@pytest.fixture
def funnel(db: None) -> "Funnel":
    from tests.support.funnels import make_funnel

    return make_funnel()


@pytest.fixture
def running_job(funnel: "Funnel") -> "GenerationJob":
    from tests.support.admin import make_running_job

    return make_running_job(funnel)


@pytest.fixture
def failed_job(funnel: "Funnel") -> "GenerationJob":
    from tests.support.admin import make_failed_job

    return make_failed_job(funnel)
