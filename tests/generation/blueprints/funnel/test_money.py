from decimal import Decimal

import pytest

from generation.blueprints.funnel.brief import read_brief
from generation.blueprints.funnel.money import bundle_saving, total_price
from tests.support.briefs import NAMED, UNNAMED, brief


@pytest.mark.parametrize(
    ("name", "total", "saving"), [(NAMED, "170.00", "41.00"), (UNNAMED, "144.00", "45.00")]
)
def test_the_saving_is_the_sum_of_the_parts_less_the_bundle(name: str, total: str, saving: str) -> None:
    read = read_brief(brief(name))

    assert total_price(read) == Decimal(total)
    assert bundle_saving(read) == Decimal(saving)
