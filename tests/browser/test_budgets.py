"""What a first visit may cost. When it is first painted is for the bench to say: a test goes by no clock."""

import pytest

from tests.support.pages import pages_by_scene
from tests.support.scenes import SCENES
from tests.support.weight import first_visit

PAGES = pages_by_scene()
MOST_KILOBYTES = 120


@pytest.mark.parametrize("name", ["stranger", "busy", "finished", "staff"])
def test_a_first_visit_costs_less_than_120_kilobytes(name, visitor):
    scene = SCENES[name]()
    visits = {}
    for page in PAGES[name]:
        person = visitor(scene.user)
        person.expect_trouble("status of 404")  # the page that says that there is none
        visits[str(page)] = first_visit(person, page.path(scene))
        person.close()

    assert visits
    too_heavy = {page: visit for page, visit in visits.items() if visit.kilobytes > MOST_KILOBYTES}
    assert not too_heavy, too_heavy
