"""The fields of a JSON Schema as pydantic writes it: what each holds, what it is called, and its limits.

The columns of a file of many and the form of a kind both follow from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generation.blueprints.kinds import field_name

Holds = Literal["text", "texts", "choice", "choices", "number", "yes_or_no"]
Schema = Mapping[str, Any]

_HOLDS: Mapping[str, Holds] = {
    "array": "texts",
    "integer": "number",
    "number": "number",
    "boolean": "yes_or_no",
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One field that can be filled in. `path` is where its value stands, dotted.

    `within` is what the object is called that it stands in, "" for the outermost. `choices` are the titles of
    what it may hold, by value. `longest` is the most characters of a text, of several of each; `most` is how
    many there may be. `is_long` and `takes_files` come of the schema's own words "x-long" and "x-files": a
    text of many lines, and one that a file may be read into.
    """

    path: str
    holds: Holds
    label: str
    within: str = ""
    says: str = ""
    default: Any = None
    is_required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int | None = None
    most: int | None = None
    lowest: int | None = None
    highest: int | None = None
    is_long: bool = False
    takes_files: bool = False


def shapes_of(schema: Schema) -> tuple[Shape, ...]:
    """Return the fields in the order they are declared, those of inner objects in the place of the object."""
    return tuple(_shapes(schema, schema, before="", within="", is_required=True))


def needed_objects(schema: Schema) -> dict[str, Any]:
    """Return an object with nothing in it but the objects that the schema does not let be left out."""
    return _needed(schema, schema)


def _resolved(field: Schema, root: Schema) -> Schema:
    """Return the field's own shape: what it refers to, or what it is where it is not left out."""
    if reference := field.get("$ref"):
        found: Schema = root["$defs"][reference.rpartition("/")[2]]
        return found
    for choice in field.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, root)
    return field


def _needed(schema: Schema, root: Schema) -> dict[str, Any]:
    inner = {name: _resolved(schema["properties"][name], root) for name in schema.get("required", ())}
    return {name: _needed(each, root) for name, each in inner.items() if "properties" in each}


def _shapes(schema: Schema, root: Schema, *, before: str, within: str, is_required: bool) -> Iterator[Shape]:
    required = schema.get("required", ()) if is_required else ()
    for name, declared in schema.get("properties", {}).items():
        inner, path = _resolved(declared, root), f"{before}{name}"
        if "properties" in inner:
            yield from _shapes(
                inner, root, before=f"{path}.", within=_label(name, declared), is_required=name in required
            )
        else:
            yield _shape(path, declared, root, within=within, is_required=name in required)


def _shape(path: str, declared: Schema, root: Schema, *, within: str, is_required: bool) -> Shape:
    inner = _resolved(declared, root)
    items = _resolved(inner.get("items", {}), root)
    said = {**items, **inner, **declared}  # what stands nearest to the field is said last
    choices = _choices(items if inner.get("type") == "array" else inner, said.get("x-titles", {}))
    return Shape(
        path=path,
        holds=_holds(inner, choices),
        label=_label(path.rpartition(".")[2], declared),
        within=within,
        says=declared.get("description", inner.get("description", "")),
        default=declared.get("default"),
        is_required=is_required,
        choices=choices,
        longest=items.get("maxLength", inner.get("maxLength")),
        most=inner.get("maxItems"),
        lowest=inner.get("minimum"),
        highest=inner.get("maximum"),
        is_long=bool(said.get("x-long")),
        takes_files=bool(said.get("x-files")),
    )


def _holds(inner: Schema, choices: Mapping[str, str]) -> Holds:
    kind = _HOLDS.get(inner.get("type", ""), "text")
    if not choices:
        return kind
    return "choices" if kind == "texts" else "choice"


def _choices(one: Schema, titles: Mapping[str, str]) -> dict[str, str]:
    """Return what may be chosen; only words are, and a single one is a choice of one."""
    values = one.get("enum") or ([one["const"]] if "const" in one else ())
    return {value: titles.get(value, field_name(value)) for value in values if isinstance(value, str)}


def _label(name: str, declared: Schema) -> str:
    """Return what the field is called; of a name that pydantic made a title of, a line as we write it."""
    title: str = declared.get("title", "")
    return field_name(name) if title in ("", name.replace("_", " ").title()) else title
