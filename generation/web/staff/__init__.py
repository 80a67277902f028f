"""Staff's pages: the settings and the queue."""
