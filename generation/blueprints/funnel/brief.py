"""The brief of a funnel: what its owner says about it, as a checked value and as a JSON schema."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from generation.blueprints.core import Core, Part
from generation.blueprints.fields import Name, Price, Title, Url, Word
from generation.blueprints.funnel.products import BUMP, FRONT_END, LEAD_MAGNET, UPSELL_1, ProductKind

# A field's description is also the sentence its owner reads when the field is missing or wrong.


def _nothing_for_none(value: Any) -> Any:
    return () if value is None else value


def _enough_for(kind: ProductKind) -> AfterValidator:
    def check(titles: tuple[str, ...]) -> tuple[str, ...]:
        if titles and len(titles) < kind.fewest:
            raise PydanticCustomError("too_few", "too few chapters")
        return titles

    return AfterValidator(check)


def _chapters_of(kind: ProductKind) -> Any:
    return Field(
        default=(),
        max_length=kind.most,
        description=f"Give {kind.fewest} to {kind.most} chapter titles, each up to 120 characters, or none.",
    )


Titles = Annotated[tuple[Title, ...], BeforeValidator(_nothing_for_none)]


class Offer(Part):
    """Something with a price, kept as it was written ("17.00", "$17", "free"), and a page of its own."""

    name: Name = Field(description="Write its name, in up to 80 characters.")
    price: Price = Field(description="Write a price such as 17.00, or free.")
    url: Url = Field(description="Write its web address, such as example.com/handbook.")


class Product(Offer):
    format: Word = Field(
        description="Say what it is: a checklist, workbook, planner, templates, ebook, guide or another word."
    )
    chapters: Titles = ()


class LeadMagnet(Product):
    chapters: Annotated[Titles, _enough_for(LEAD_MAGNET)] = _chapters_of(LEAD_MAGNET)


class FrontEnd(Product):
    chapters: Annotated[Titles, _enough_for(FRONT_END)] = _chapters_of(FRONT_END)


class Bump(Product):
    chapters: Annotated[Titles, _enough_for(BUMP)] = _chapters_of(BUMP)


class Upsell(Product):
    chapters: Annotated[Titles, _enough_for(UPSELL_1)] = _chapters_of(UPSELL_1)


class Products(Part):
    lead_magnet: LeadMagnet = Field(description="Describe the lead magnet: name, format, price, url.")
    front_end: FrontEnd = Field(description="Describe the front-end product: name, format, price, url.")
    bump: Bump = Field(description="Describe the order bump: name, format, price, url.")
    upsell_1: Upsell = Field(description="Describe the first upsell: name, format, price, url.")
    upsell_2: Upsell = Field(description="Describe the second upsell: name, format, price, url.")

    def __getitem__(self, key: str) -> Product:
        product: Product = getattr(self, key)
        return product


class Brief(Core):
    products: Products = Field(description="Describe the five products.")
    bundle: Offer = Field(description="Describe the bundle of all five products: name, price, url.")


BRIEF_SCHEMA: Mapping[str, Any] = Brief.model_json_schema()


def read_brief(brief: Mapping[str, Any]) -> Brief:
    """Return the brief as a value; raises pydantic's ValidationError where `check_brief` finds something."""
    return Brief.model_validate(dict(brief))


def in_order(brief: Any) -> Any:
    """Return the brief with its fields in the order declared here, which PostgreSQL does not keep."""
    return _ordered(brief, Brief)


def _ordered(value: Any, shape: Any) -> Any:
    if not isinstance(value, Mapping) or not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return value
    fields = shape.model_fields
    known = {name: _ordered(value[name], field.annotation) for name, field in fields.items() if name in value}
    return {**known, **{name: value[name] for name in value if name not in known}}
