"""Connections to addresses that people gave: to the open internet, and never into an inner network."""
