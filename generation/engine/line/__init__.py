"""The line of queued jobs: levels, ranks, the order, and the places told."""
