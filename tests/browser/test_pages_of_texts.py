"""Pages of what is written: accessible, as wide as the screen, light."""

import pytest

from tests.support.inspection import look_over
from tests.support.kind_scenes import OF_KINDS
from tests.support.scenes import OF_TEXTS


@pytest.mark.parametrize("scene", [*OF_TEXTS, *OF_KINDS])
def test_nothing_is_wrong_with_any_of_them(scene, visitor):
    found = look_over(scene, visitor)

    assert not found, "\n\n".join(found)
