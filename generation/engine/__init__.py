"""The engine: starts jobs, admits them, sends their messages, performs tasks, and mends what broke.

Its folders are floors, and each imports from those below it alone: docs/architecture.md has them in order.
"""
