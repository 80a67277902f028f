from itertools import pairwise

import pytest

from generation.blueprints.launch.arc import ACTS, acts_of


@pytest.mark.parametrize("slides", range(25, 41))
def test_every_slide_belongs_to_one_act_and_every_act_has_some(slides: int) -> None:
    stretches = acts_of(slides)

    assert [stretch.act for stretch in stretches] == list(ACTS)
    assert stretches[0].first == 1
    assert stretches[-1].last == slides
    assert all(one.last + 1 == other.first for one, other in pairwise(stretches))
    assert all(stretch.first <= stretch.last for stretch in stretches)
