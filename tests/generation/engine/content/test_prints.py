"""Sentences that two texts of a kind share, as the later one is told."""

import dataclasses

import pytest

from generation.engine.content.prints import find_shared
from generation.errors import AttemptStopped
from generation.models import Funnel, SentencePrint
from generation.models.claims import ClaimedTask
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, start_running

pytestmark = pytest.mark.django_db

HIGHEST, LOWEST = 2**63 - 1, -(2**63)


def writing(funnel: Funnel) -> ClaimedTask:
    return begin(start_running(funnel), 1)


def of_another_subject(task: ClaimedTask) -> ClaimedTask:
    return dataclasses.replace(task, subject="https://shop.example/pans")


def test_what_another_subject_says_too_is_found():
    task = writing(make_funnel())
    find_shared(task, {1, HIGHEST, LOWEST})

    assert find_shared(of_another_subject(task), {HIGHEST, LOWEST, 2}) == {HIGHEST, LOWEST}


def test_a_text_written_again_is_not_compared_with_itself():
    task = writing(make_funnel())
    find_shared(task, {1, 2})

    assert find_shared(task, {2, 3}) == set()
    assert find_shared(of_another_subject(task), {1, 2, 3}) == {2, 3}


def test_texts_of_other_funnels_of_the_same_owner_are_compared():
    first = make_funnel()
    find_shared(writing(first), {1})

    assert find_shared(writing(make_funnel(owner=first.owner, name="Second")), {1}) == {1}


def test_texts_of_another_kind_are_not_compared():
    task = writing(make_funnel())
    find_shared(task, {1})

    assert find_shared(dataclasses.replace(task, blueprint="page", subject="Pans"), {1}) == set()


def test_nobody_learns_what_somebody_else_has_written():
    find_shared(writing(make_funnel()), {1})

    assert find_shared(writing(make_funnel(make_user("ben"))), {1}) == set()


def test_the_prints_go_with_their_funnel():
    task = writing(make_funnel())
    find_shared(task, {1})

    Funnel.objects.filter(pk=task.funnel_id).delete()

    assert not SentencePrint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_attempt_for_a_funnel_that_is_gone_ends():
    task = writing(make_funnel())
    Funnel.objects.filter(pk=task.funnel_id).delete()

    with pytest.raises(AttemptStopped):
        find_shared(task, {1})
