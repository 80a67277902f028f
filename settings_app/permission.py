"""Who may change the settings, and what everybody else is told."""

CHANGE_SETTINGS = "settings_app.change_appsetting"
"""The permission without which the settings can only be read."""

NEEDS_PERMISSION = "Changing settings needs the permission to change settings."
