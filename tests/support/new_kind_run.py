"""A process that knows a kind more: it starts one on the pages, writes it, and prints what was seen of it.

`python -m tests.support.new_kind_run FOLDER` takes the package `generation` from that folder.
"""

import json
import re
import sys
from typing import Any

import django

KIND = "press_kit"
TYPED = {"in-outlet": "Mornings", "in-stories": "2", "in-facts": "Founded in Lisbon."}


def main() -> None:
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from generation.models import Funnel, GenerationJob
    from tests.support.kind_form import start_typed

    client, funnel = Client(), Funnel.objects.get()
    client.force_login(User.objects.get())
    address = reverse("kind_start", args=[funnel.pk, KIND])
    form = client.get(address).content.decode()
    wrong = client.post(address, TYPED | {"in-stories": "9"}).content.decode()
    start_typed(client, address, TYPED)
    listed = client.get("/api/blueprints/").json()["results"]
    job = _write(GenerationJob.objects.get())
    read = client.get(reverse("read", args=[funnel.pk]), {"kind": KIND, "subject": job.subject})
    seen = {
        "fields": re.findall(r'name="((?:in|file)-[^"]*)"', form),
        "wrong": re.findall(r'class="error">.*?<span>(.*?)</span>', wrong, re.DOTALL),
        "job": [job.blueprint, job.subject, job.status, job.inputs],
        "tasks": list(job.tasks.order_by("position").values_list("key", "status", "error_message")),
        "headings": re.findall(r"<h[12][^>]*>(.*?)</h[12]>", read.content.decode(), re.DOTALL),
        "listed": [kind for kind in listed if kind["key"] == KIND],
    }
    print(json.dumps(seen))  # noqa: T201 - read by the test


def _write(job: Any) -> Any:
    """Perform the job's tasks as a worker does, one after the other."""
    from generation.engine.running.dispatch import admit_jobs
    from generation.engine.running.perform import perform

    admit_jobs()
    job.refresh_from_db()
    for task in job.tasks.order_by("position"):
        perform(task.pk, job.epoch)
    job.refresh_from_db()
    return job


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
