"""PostgreSQL and Redis out of Python packages, and the supervisor that keeps them and Galley's processes up."""
