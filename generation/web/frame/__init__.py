"""What stands around every page: header, theme, tracker and toasts, and pages for what is missing."""
