"""A job under way: admitted, sent, its tasks claimed, performed, and their ends written down."""
