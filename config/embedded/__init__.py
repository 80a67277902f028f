"""PostgreSQL and Redis out of Python packages, and the supervisor of every process."""
