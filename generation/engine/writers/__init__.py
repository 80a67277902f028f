"""Who writes: the writer of the settings, those that step in for it, and how fast each was lately."""
