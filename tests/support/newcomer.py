"""The provider of docs/how-to/add-a-provider.md, added as that page says: its file, and its entry."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from generation.providers import PROVIDERS
from generation.providers.prices import price_of
from generation.providers.spec import ProviderSpec, dollars
from tests.support.documents import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-provider.md"


@contextmanager
def newcomer() -> Iterator[str]:
    """Let it be one of PROVIDERS meanwhile; yield its name."""
    file, entry = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    added: dict[str, ProviderSpec] = eval(f"{{{entry}}}", {"ProviderSpec": ProviderSpec, "dollars": dollars})
    ((name, spec),) = added.items()
    module = ModuleType(spec.module)
    exec(compile(file, str(PAGE), "exec"), vars(module))
    sys.modules[spec.module] = module
    PROVIDERS[name] = spec
    price_of.cache_clear()  # somebody may have asked for its price before it was one
    try:
        yield name
    finally:
        del PROVIDERS[name], sys.modules[spec.module]
        price_of.cache_clear()
