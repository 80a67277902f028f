"""Funnels: the dashboard, and how one is described, copied, kept as a template and deleted."""
