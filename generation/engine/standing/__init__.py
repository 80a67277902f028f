"""How things stand, as every door tells it: jobs, batches, usage, the house, what to expect."""
