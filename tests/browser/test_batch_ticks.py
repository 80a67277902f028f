"""All funnels of a new batch ticked by one box, which says whether all are."""

from tests.support.funnels import make_funnel


def test_one_box_ticks_all_funnels_and_follows_them(signed_in):
    for name in ("First", "Second"):
        make_funnel(signed_in.user, name=name)
    page = signed_in.open("/batches/new/")
    every, first, second = (
        page.get_by_label(name, exact=True) for name in ("All of them", "First", "Second")
    )

    every.check()
    assert (first.is_checked(), second.is_checked()) == (True, True)

    first.uncheck()
    assert (every.is_checked(), second.is_checked()) == (False, True)

    first.check()
    assert every.is_checked()
