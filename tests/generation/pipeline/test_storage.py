from generation.pipeline.storage import store_sections
from tests.support.drafts import FakeTools, make_draft


def test_the_draft_is_handed_to_the_engine() -> None:
    tools, draft = FakeTools(), make_draft()

    assert store_sections(draft, tools) is draft
    assert tools.stored == [draft]
