"""What a line of text lists with commas between, as settings do."""


def words_of(listed: str) -> frozenset[str]:
    """Return the words, without case, where their order means nothing."""
    return frozenset(word.casefold() for word in words_in_order(listed))


def words_in_order(listed: str) -> tuple[str, ...]:
    """Return the words as they were written, in their order."""
    return tuple(word.strip() for word in listed.split(",") if word.strip())
