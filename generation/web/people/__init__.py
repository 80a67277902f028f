"""People: signing in, up and out, passwords, and their account."""
