"""Signatures of webhooks, as Standard Webhooks has them: https://www.standardwebhooks.com/.

A webhook's secret is derived from the server's own key and kept nowhere: whoever reads the database or a
backup of it cannot speak in Galley's name. An older key among Django's SECRET_KEY_FALLBACKS signs as well.
"""

import base64
from datetime import datetime
from uuid import UUID

import standardwebhooks
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "generation.webhook"


def secret_of(webhook_id: UUID) -> str:
    """Return what the receiver verifies signatures with. Only the webhook's owner may be shown it, once."""
    return _derived(webhook_id, settings.SECRET_KEY)


def signed_headers(webhook_id: UUID, message_id: UUID, body: str, *, now: datetime) -> dict[str, str]:
    """Return the headers that name and sign the message. `message_id` is the same at each try."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    signers = [standardwebhooks.Webhook(_derived(webhook_id, key)) for key in keys]
    signatures = [signer.sign(str(message_id), now, body) for signer in signers]
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _derived(webhook_id: UUID, key: str | bytes) -> str:
    digest = salted_hmac(_SALT, str(webhook_id), secret=key, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"
