"""What all pages of the admin share."""

import pytest
from django.test import Client

from generation.models import Funnel, GenerationJob
from tests.support.admin import FUNNELS, JOBS, TASKS

NO_IDS = ["x", "\x00", "a\x00b", "9" * 5000, ""]


@pytest.mark.parametrize("no_id", NO_IDS)
@pytest.mark.parametrize(
    ("address", "action"), [(JOBS, "cancel"), (TASKS, "try_again"), (FUNNELS, "delete_selected")]
)
def test_an_action_passes_over_what_is_no_id(operator: Client, address: str, action: str, no_id: str) -> None:
    response = operator.post(address, {"action": action, "_selected_action": no_id}, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("no_id", NO_IDS)
@pytest.mark.parametrize("address", ["/admin/auth/user/", "/admin/auth/group/", "/admin/knox/authtoken/"])
def test_an_action_on_people_passes_over_what_is_no_id(
    admin_client: Client, address: str, no_id: str
) -> None:
    sent = {"action": "delete_selected", "_selected_action": no_id}

    assert admin_client.post(address, sent, follow=True).status_code == 200


def test_an_action_is_used_on_the_rows_that_are_known(operator: Client, failed_job: GenerationJob) -> None:
    chosen = ["x", str(failed_job.funnel_id)]

    operator.post(FUNNELS, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert not Funnel.objects.exists()
