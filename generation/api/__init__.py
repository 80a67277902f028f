"""The REST API: views that read a request, call one verb of the engine, and answer."""
