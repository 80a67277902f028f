"""Logs: one line per fact, a sentence and its fields; for people at a terminal, as JSON elsewhere."""

import logging
from http import HTTPStatus
from typing import Any

import structlog
from celery.exceptions import Reject


def logging_config(*, human: bool) -> dict[str, Any]:
    """Return the dictionary for `logging.config.dictConfig` and set structlog up to go through it.

    `human` chooses lines for a terminal; without it every line is a JSON object.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.dev.ConsoleRenderer(colors=False) if human else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
            }
        },
        "filters": {
            "plain": {"()": "django.utils.log.CallbackFilter", "callback": _drop_known_traceback},
            "unready": {"()": "django.utils.log.CallbackFilter", "callback": _is_more_than_unready},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["plain"]}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.request": {"filters": ["unready"]},
            "django.server": {"level": "WARNING"},
            "httpx2": {"level": "WARNING"},
            "httpcore2": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},  # "task received", once a message
            "celery.app.trace": {"level": "WARNING"},  # "task succeeded": our own lines say more
            "flower.command": {"level": "WARNING"},  # its address, and every task it knows
            "flower.inspector": {"level": "ERROR"},  # "failed" means that no worker runs yet
            "kombu.mixins": {"level": "WARNING"},  # "connected", said by Flower
        },
    }


def _drop_known_traceback(record: logging.LogRecord) -> bool:
    """Let the line pass, without a traceback that says nothing more than the line.

    A request that could not be read is such a case, and a message that a stopping worker gives back.
    """
    if (
        record.name.startswith("django.security.")
        or getattr(record, "status_code", 0) == HTTPStatus.BAD_REQUEST
        or (record.exc_info and record.exc_info[0] is Reject)
    ):
        record.exc_info = None
    return True


def _is_more_than_unready(record: logging.LogRecord) -> bool:
    """Whether the line is not about /readyz saying "not ready": that is an answer, given at every poll."""
    path = getattr(getattr(record, "request", None), "path", "")
    return (path, getattr(record, "status_code", 0)) != ("/readyz", 503)
