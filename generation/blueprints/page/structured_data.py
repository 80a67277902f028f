"""What a page tells programs about itself: schema.org in JSON-LD, of what was written and nothing else.

No price, rating or date stands in it: nobody has said one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.blueprints.base import WrittenSection
from generation.blueprints.core import read_core
from generation.blueprints.page.addresses import host_of, root_of, steps_of
from generation.blueprints.page.inputs import read_inputs
from generation.blueprints.page.questions import answered_questions

Node = dict[str, Any]

_LONGEST_HEADLINE = 110  # of a post; search engines cut it there


def structured_data(
    brief: Mapping[str, Any],
    inputs: Mapping[str, Any],
    written: Sequence[WrittenSection],
    *,
    language: str,
) -> tuple[WrittenSection, ...]:
    """Return the one section of JSON-LD that follows from what was written."""
    page = read_inputs(inputs)
    said = {section.kind: section for section in reversed(written)}
    about = {
        "url": page.url,
        "name": _line(said, "meta", "title"),
        "description": _line(said, "meta", "description"),
        "inLanguage": language,
        "publisher": {"@type": "Organization", "name": read_core(brief).author},
    }
    headline = _line(said, "hero", "headline")
    nodes = (
        *_page_nodes(page.type.schema_type, about, headline),
        *_breadcrumbs(page.url),
        *_faq(page.url, said["faq"].body if "faq" in said else ""),
    )
    body = _json({"@context": "https://schema.org", "@graph": nodes})
    return (WrittenSection(key="json_ld", kind="json_ld", title="Structured data", body=body),)


def _line(said: Mapping[str, WrittenSection], kind: str, name: str) -> str:
    return " ".join(str(said[kind].fields.get(name, "")).split()) if kind in said else ""


def _page_nodes(schema_type: str, about: Node, headline: str) -> Iterator[Node]:
    """Yield the page, or the post that it is, and the product that it is about."""
    page = {"@type": schema_type, "@id": f"{about['url']}#page", **about}
    if schema_type == "BlogPosting":
        yield page | {
            "headline": _cut(headline, _LONGEST_HEADLINE),
            "author": about["publisher"],
            "mainEntityOfPage": about["url"],
        }
    elif schema_type == "Product":
        product = {"@type": "Product", "@id": f"{about['url']}#product", "name": headline}
        yield page | {"@type": "WebPage", "mainEntity": {"@id": product["@id"]}}
        yield product | {"description": about["description"], "url": about["url"]}
    else:
        yield page


def _breadcrumbs(url: str) -> Iterator[Node]:
    """Yield the way to the page from the site's front, where its address has one."""
    if steps := steps_of(url):
        way = ((host_of(url), root_of(url)), *steps)
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": address}
                for place, (name, address) in enumerate(way, start=1)
            ],
        }


def _faq(url: str, markdown: str) -> Iterator[Node]:
    if questions := list(answered_questions(markdown)):
        yield {
            "@type": "FAQPage",
            "@id": f"{url}#faq",
            "mainEntity": [
                {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
                for question, answer in questions
            ],
        }


def _cut(text: str, longest: int) -> str:
    """Return the text, shortened at the end of a word where it is longer."""
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0] or text[:longest]


def _json(graph: Node) -> str:
    """Return JSON that may stand in a script element: what would close it is written so that it does not."""
    return json.dumps(graph, ensure_ascii=False, indent=2).replace("</", "<\\/").replace("<!--", "<\\u0021--")
