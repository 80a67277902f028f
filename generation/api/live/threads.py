"""The thread that a request has to itself."""

from asgiref.sync import SyncToAsync


def give_up_thread() -> None:
    """Let the running request's thread end; whatever of it still needs one is given another.

    Django keeps a request's thread until it is answered. A stream needs none for as long as it is open, and
    five hundred idle ones would take as much memory as the streams themselves.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    if context and (executor := SyncToAsync.context_to_thread_executor.pop(context, None)):
        executor.shutdown(wait=False)
