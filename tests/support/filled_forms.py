"""A form as a browser would send it: every field with the value that the page gave it."""

from html.parser import HTMLParser


def read_form(page: str, form_id: str) -> dict[str, str]:
    """Return the fields of the form of that id by name; its buttons are not among them."""
    reader = _FormReader(form_id)
    reader.feed(page)
    assert reader.found, f"There is no form {form_id} on the page."
    return reader.fields


class _FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.found = False
        self._form_id = form_id
        self._is_inside = False
        self._name = ""  # of the text area or list that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("id") == self._form_id
            self.found = self.found or self._is_inside
        if not self._is_inside:
            return
        name = given.get("name") or ""
        if tag == "input":
            self.fields[name] = given.get("value") or ""
        elif tag in ("textarea", "select"):
            self._name = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._name and self._is_inside and self.lasttag == "textarea":
            self.fields[self._name] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            # A browser leaves out the line end after the opening tag, and sends the others in its own way.
            self.fields[self._name] = self.fields[self._name].removeprefix("\n").replace("\n", "\r\n")
            self._name = ""
        elif tag == "form":
            self._is_inside = False
