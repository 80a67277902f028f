"""The figures above the list of jobs."""

import pytest
from django.test import Client
from django.urls import reverse

from generation.admin.tallies import figures_of_late
from generation.models import GenerationJob, JobRating

pytestmark = pytest.mark.django_db


def figures() -> dict[str, str]:
    return {figure.about: figure.says for figure in figures_of_late()}


def test_where_nothing_happened_the_figures_say_so():
    assert figures() == {
        "Started": "0",
        "Completed": "0",
        "Task failures": "0",
        "Resumes": "0",
        "Jobs that needed Resume": "none started",
        "Given up": "0",
        "Asked for support": "0",
        "Rating": "none yet",
    }


def test_they_count_what_happened(failed_job: GenerationJob) -> None:
    JobRating.objects.create(job=failed_job, stars=4)

    shown = figures()

    assert (shown["Started"], shown["Given up"]) == ("1", "1")
    assert shown["Jobs that needed Resume"] == "0%"
    assert shown["Rating"] == "4.0 of 5, from 1"


def test_they_stand_above_the_list_of_jobs(operator: Client, failed_job: GenerationJob) -> None:
    page = operator.get(reverse("admin:generation_generationjob_changelist")).content.decode()

    assert page.index("The last 30 days") < page.index(str(failed_job.pk))
