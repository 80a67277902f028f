"""Runs: a funnel's job as it is written, what may be done with it, and all jobs there were."""
