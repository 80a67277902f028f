from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from tests.support.admin import TASKS, act, change, text_of


@pytest.fixture
def failed_task(failed_job: GenerationJob) -> GenerationTask:
    return failed_job.tasks.get(status=TaskStatus.FAILED)


@pytest.fixture
def completed_task(failed_job: GenerationJob) -> GenerationTask:
    return failed_job.tasks.get(status=TaskStatus.COMPLETED)


def test_a_failed_task_is_tried_again_with_the_rest(operator: Client, failed_task: GenerationTask) -> None:
    text = text_of(act(operator, TASKS, "try_again", failed_task))

    failed_task.refresh_from_db()
    assert "1 task sent to be tried." in text
    assert (failed_task.status, failed_task.round) == (TaskStatus.PENDING, 2)
    assert failed_task.job.is_open


def test_a_waiting_task_is_made_due_at_once(operator: Client, running_job: GenerationJob) -> None:
    task = running_job.tasks.get(position=1)
    later = timezone.now() + timedelta(minutes=5)
    change(task, status=TaskStatus.WAITING, next_attempt_at=later, attempt_count=2)

    act(operator, TASKS, "try_again", task)

    task.refresh_from_db()
    assert task.next_attempt_at is not None
    assert task.next_attempt_at <= timezone.now()


def test_regenerate_asks_for_a_wish_and_hands_it_on(operator: Client, completed_task: GenerationTask) -> None:
    question = act(operator, TASKS, "regenerate", completed_task)

    assert 'name="note"' in question.content.decode()
    completed_task.refresh_from_db()
    assert completed_task.status == TaskStatus.COMPLETED

    act(operator, TASKS, "regenerate", completed_task, confirmed="yes", note=" Warmer. ")

    completed_task.refresh_from_db()
    assert (completed_task.status, completed_task.note) == (TaskStatus.PENDING, "Warmer.")
    assert completed_task.job.only_task == completed_task.key


def test_one_that_is_refused_does_not_stop_the_others(
    operator: Client, failed_task: GenerationTask, completed_task: GenerationTask
) -> None:
    text = text_of(act(operator, TASKS, "try_again", completed_task, failed_task))

    assert f"{completed_task.name} of {failed_task.job.funnel.name}: This task is completed" in text
    assert "1 task sent to be tried." in text


@pytest.mark.parametrize("action", ["try_again", "regenerate", "delete_selected"])
def test_who_may_only_look_has_no_actions(onlooker: Client, failed_task: GenerationTask, action: str) -> None:
    act(onlooker, TASKS, action, failed_task, confirmed="yes", post="yes")

    failed_task.refresh_from_db()
    assert failed_task.status == TaskStatus.FAILED
    assert failed_task.job.status == JobStatus.FAILED
    assert 'name="action"' not in onlooker.get(f"{TASKS}{failed_task.pk}/change/").content.decode()


def test_the_page_offers_what_the_status_allows(
    operator: Client, failed_task: GenerationTask, completed_task: GenerationTask
) -> None:
    of_failed = operator.get(f"{TASKS}{failed_task.pk}/change/").content.decode()
    of_completed = operator.get(f"{TASKS}{completed_task.pk}/change/").content.decode()

    assert 'value="try_again"' in of_failed
    assert 'value="try_again"' not in of_completed
    assert 'value="regenerate"' in of_completed


def test_not_even_an_administrator_deletes_a_task(admin_client: Client, failed_task: GenerationTask) -> None:
    act(admin_client, TASKS, "delete_selected", failed_task, post="yes")

    assert GenerationTask.objects.filter(pk=failed_task.pk).exists()


def test_a_task_is_called_by_its_name(operator: Client, failed_task: GenerationTask) -> None:
    assert str(failed_task) == failed_task.name
    assert f"{failed_task.name} |" in text_of(operator.get(f"{TASKS}{failed_task.pk}/change/"))


def test_whether_trying_again_can_help_is_said_of_errors_alone(
    operator: Client, failed_task: GenerationTask, completed_task: GenerationTask
) -> None:
    of_failed = text_of(operator.get(f"{TASKS}{failed_task.pk}/change/"))
    of_completed = text_of(operator.get(f"{TASKS}{completed_task.pk}/change/"))

    assert "Trying again can help yes" in of_failed
    assert "Trying again can help yes" not in of_completed
