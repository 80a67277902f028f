"""Jobs shown while they change: one desk reads them for all streams of a process."""
