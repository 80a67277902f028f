"""The shapes of what is sent and answered, one file a noun."""
