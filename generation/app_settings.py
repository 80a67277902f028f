"""Every setting of generation that staff may change; settings_app stores, checks and shows them."""
