"""What is told to people where they are not: mail and signed webhooks, each once for an ending."""
