"""What leads to an offer: covers, bridges, calls to action, summaries, listings, e-mails, the bundle."""

from collections.abc import Sequence
from decimal import Decimal

from generation.providers.demo.asked import Wanted
from generation.providers.demo.funnel import BUNDLE, LEADS_TO, Funnel, Offer
from generation.providers.demo.length import Passage, fitted
from generation.providers.demo.material import Paragraph, bank
from generation.providers.demo.phrasing import clipped, costs, listed, lowered, with_article
from generation.providers.demo.tags import listing_tags
from generation.providers.demo.voice import Voice

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_TITLES_SHOWN = 3
_WORDS_OF_TITLES = 22
_WORDS_OF_CONTENTS = 120
_TITLE_ENDINGS = (
    "{keyword}: {product}, {a_format} for {people}",
    "{keyword}: {product}, {a_format}",
    "{keyword}: {product}",
)


def write_cover(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return title, subtitle and whom it is for; also the list of chapters where it is wanted."""
    parts = bank("covers")
    voice = offer_voice(funnel, offer)
    text = "\n\n".join([f"**{offer.name}**", *_told(voice, parts.get(offer.key) or parts["any"])])
    if not wanted.chapters:
        return text
    titles = [*funnel.titles(offer), *(f"Part {number + 1}" for number in range(wanted.chapters))]
    lines = (f"{number}. {title}" for number, title in enumerate(titles[: wanted.chapters], start=1))
    return "\n".join([f"{text}\n\nChapters:", *lines])


def write_bridge(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return the way from the result of a product to what comes next."""
    return _led_on("bridge", funnel, offer, wanted)


def write_call(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return the one thing to do next, with its link and its button."""
    return _led_on("cta", funnel, offer, wanted)


def write_summary(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    parts = bank("tldrs")
    return "\n\n".join(_told(offer_voice(funnel, offer), parts.get(offer.key) or parts["any"]))


def write_email(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return a mail with its subject and preview, signed by the author."""
    parts = bank("emails")
    voice = offer_voice(funnel, offer)
    (subject, preview), *body = parts.get(wanted.key) or parts["any"]
    lines = [voice.say(line.partition(": ")[2]) for line in (subject, preview)]
    text = "\n\n".join([*_told(voice, body), funnel.signature])
    return f"Subject: {lines[0]}\nPreview: {lines[1]}\n\n{text}"


def write_listing(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return a marketplace listing: title, tags, and a description that names no address."""
    parts = bank("listings")
    voice = offer_voice(funnel, offer)
    said = {name: _told(voice, part) for name, part in parts.items()}
    body = fitted(
        [
            Passage(text=said["first"][0], rank=0),
            Passage(text=said["all"][0], rank=0),
            Passage(text=said["all"][1], rank=1),
            Passage(text=said[offer.key if offer.key in parts else "any"][0], rank=0),
            Passage(text="\n\n".join([*said["included"], _contents(funnel.titles(offer))]), rank=0),
            *(Passage(text=text, rank=0) for text in said["close"]),
            Passage(text=said["more"][0], rank=2),
        ],
        fewest=wanted.fewest,
        most=wanted.most,
    )
    return f"{_headed(funnel, offer, wanted)}\n\n{body}"


def write_bundle(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    """Return the listing of the bundle, with every single price and the saving."""
    products = [funnel.offers[key] for key in LEADS_TO]
    bundle = funnel.offers[BUNDLE]
    total = sum((product.price for product in products), Decimal(0))
    voice = offer_voice(funnel, bundle).knowing(
        bundle=bundle.name,
        total=funnel.shown_price(total),
        saving=funnel.shown_price(total - bundle.price),
        lead_magnet=products[0].name,
        front_end=products[1].name,
    )
    parts = bank("bundle")
    rows = (
        f"| {product.name} | {voice.say(parts[product.key][0][0])} | {funnel.shown_price(product.price)} |"
        for product in products
    )
    table = "\n".join(["| Product | What it does | Price |", "| --- | --- | --- |", *rows])
    saving = parts["saving" if total > bundle.price else "plain"]
    body = [*_told(voice, parts["opening"]), table]
    body += [text for part in (saving, parts["link"], parts["close"]) for text in _told(voice, part)]
    short = clipped_to(voice.say(parts["short"][0][0]), 300)
    return "\n\n".join([f"{_headed(funnel, bundle, wanted)}\nShort description: {short}", *body])


def _contents(titles: Sequence[str]) -> str:
    """Return the chapters as a list, cut short where their titles are long."""
    lines: list[str] = []
    for title in titles:
        if len(" ".join(lines).split()) > _WORDS_OF_CONTENTS:
            return "\n".join([*lines, f"- and {len(titles) - len(lines)} more"])
        lines.append(f"- {title}")
    return "\n".join(lines)


def offer_voice(funnel: Funnel, offer: Offer) -> Voice:
    """Return the voice of a product that also knows what it holds and what comes next."""
    following = funnel.offers[LEADS_TO.get(offer.key, BUNDLE)]
    titles = funnel.titles(offer) if offer.key != BUNDLE else ("the first part",)
    names = [funnel.offers[key].name for key in LEADS_TO]
    return funnel.voice_for(offer).knowing(
        url=offer.url,
        price=funnel.shown_price(offer.price),
        costs=costs(funnel.shown_price(offer.price)),
        a_format=with_article(offer.form),
        A_format=with_article(offer.form),
        format_word=lowered(offer.form),
        count=_counted(len(titles)),
        inside=_inside(titles),
        first_title=titles[0],
        second_title=titles[min(1, len(titles) - 1)],
        last_title=titles[-1],
        names=listed(names),
        next=following.name,
        next_url=following.url,
        next_costs=costs(funnel.shown_price(following.price)),
        a_next_format=with_article(following.form),
        next_count=_counted(following.count),
        next_inside=_inside(funnel.titles(following)) if following.key != BUNDLE else listed(names),
    )


def clipped_to(text: str, characters: int) -> str:
    """Return as many whole words of the text as fit."""
    shorter = text
    while len(shorter) > characters:
        shorter = clipped(shorter, words=len(shorter.split()) - 1) if " " in shorter else shorter[:characters]
    return shorter


def _led_on(piece: str, funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    parts = bank("offers")
    part = parts.get(f"{piece}_{offer.key}") or parts[f"{piece}_any"]
    return "\n\n".join(text for text in _told(offer_voice(funnel, offer), part) if text)


def _told(voice: Voice, part: Sequence[Paragraph]) -> list[str]:
    return [voice.tell(paragraph) for paragraph in part]


def _headed(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    voice = offer_voice(funnel, offer)
    keyword = funnel.keywords[0] if funnel.keywords else clipped_to(voice.values["subject"], 40)
    titles = [voice.knowing(keyword=keyword).say(ending) for ending in _TITLE_ENDINGS]
    title = next((title for title in titles if len(title) <= wanted.max_title_chars), titles[-1])
    tags = listing_tags(funnel, offer, count=wanted.tags, longest=wanted.max_tag_chars)
    return f"Title: {clipped_to(title, wanted.max_title_chars)}\nTags: {', '.join(tags)}"


def _counted(number: int) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {'chapter' if number == 1 else 'chapters'}"


def _inside(titles: Sequence[str]) -> str:
    """Return the first titles as "*A*, *B* and *C*", fewer where they are long."""
    shown = list(titles[:_TITLES_SHOWN])
    while len(shown) > 1 and len(" ".join(shown).split()) > _WORDS_OF_TITLES:
        shown.pop()
    return listed([f"*{title}*" for title in shown])
