"""What else is written of a funnel: the kinds there are, and the form that starts a run of any of them."""
