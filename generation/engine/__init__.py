"""The engine: starts jobs, admits them, sends their messages, performs tasks, and mends what broke."""
