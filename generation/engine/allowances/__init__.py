"""What people may begin and spend: whom settings mean, credits, starts of the day, budgets."""
