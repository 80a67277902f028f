"""Numbers that say a place."""


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "3rd", "11th" and so on."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"
