"""Content kept as JSON, and known again."""

import json
from dataclasses import replace

from generation.exports.content import narrow
from generation.exports.snapshot import as_json, fingerprint, from_json
from tests.support.exported import part, section, small_content


def test_content_comes_back_as_it_was_given():
    content = narrow(small_content(unfinished=("Bump",)), "lead_magnet")

    assert from_json(json.loads(json.dumps(as_json(content)))) == content


def test_the_same_content_has_the_same_fingerprint_and_any_other_another():
    content = small_content()
    others = [
        replace(content, author="Somebody else"),
        replace(content, language="de"),
        narrow(content, "lead_magnet"),
        small_content(parts=(part("all_emails", section("e", "Text.", kind="email")),)),
    ]

    assert fingerprint(content) == fingerprint(small_content())
    assert len({fingerprint(each) for each in (content, *others)}) == 5
