"""What a person has used, and the receipt of a run."""
