"""Many jobs at once: read from a request or a file, checked, started all or none, ended as a whole."""
