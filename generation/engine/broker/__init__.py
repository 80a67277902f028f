"""What travels by Redis: Celery's messages, and the word that something has changed."""
