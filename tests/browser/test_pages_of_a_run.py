"""Pages while something is written, and after it stopped: accessible, as wide as the screen, light."""

import pytest

from tests.support.inspection import look_over
from tests.support.scenes import OF_A_RUN


@pytest.mark.parametrize("scene", OF_A_RUN)
def test_nothing_is_wrong_with_any_of_them(scene, visitor):
    found = look_over(scene, visitor)

    assert not found, "\n\n".join(found)
