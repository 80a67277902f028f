"""The pages: what creators see, and staff's pages for settings and queue."""
