from generation.blueprints.funnel.brief import read_brief
from generation.blueprints.funnel.offers import show_offers, show_saving
from tests.support.briefs import brief, changed


def test_five_products_and_the_bundle_are_shown_in_their_order() -> None:
    offers = show_offers(read_brief(brief()), language="en")

    assert [(key, offer.price) for key, offer in offers.items()] == [
        ("lead_magnet", "free"),
        ("front_end", "$17.00"),
        ("bump", "$9.00"),
        ("upsell_1", "$47.00"),
        ("upsell_2", "$97.00"),
        ("bundle", "$129.00"),
    ]


def test_the_sums_are_shown_as_money() -> None:
    sums = show_saving(read_brief(brief()), language="fr")

    assert (sums.total, sums.saving) == ("170,00 $US", "41,00 $US")


def test_a_bundle_at_the_price_of_its_parts_shows_no_saving() -> None:
    sums = show_saving(read_brief(changed("bundle.price", "170.00")), language="en")

    assert sums.saving == ""
