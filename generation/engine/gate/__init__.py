"""What lets a task through or holds it: the limits of providers, incidents, budgets, switches."""
