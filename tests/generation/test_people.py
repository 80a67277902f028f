"""Names that settings list, against those of people and groups."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.people import unknown_among
from tests.support.funnels import make_user


@pytest.mark.django_db
def test_those_that_name_nobody_are_found_without_reading_all_names():
    make_user("Åsa")
    make_user("ben")
    Group.objects.create(name="Writers")

    with CaptureQueriesContext(connection) as queries:
        unknown = unknown_among(["åsa", "BEN", "writers", "nobody", "Editors"])

    assert unknown == ["nobody", "Editors"]
    assert all("WHERE" in query["sql"] for query in queries)
