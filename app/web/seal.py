"""What only we can read and nobody can change: AES-256-GCM, with keys made for one purpose."""

import base64
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE, TAG = 12, 16
"""Bytes. With random nonces a key is good for 2 to the 32 texts (NIST SP 800-38D, section 8.3)."""


class Seal:
    """Seals with the first of some keys and opens what any of them sealed."""

    def __init__(self, keys: Sequence[str], purpose: bytes) -> None:
        self._ciphers = [AESGCM(_derived(key, purpose)) for key in keys]

    def seal(self, payload: bytes) -> str:
        """The sealed bytes as letters that a cookie may have."""
        nonce = secrets.token_bytes(NONCE)
        return _letters(nonce + self._ciphers[0].encrypt(nonce, payload, None))

    def open(self, value: str) -> bytes | None:
        """The bytes; ``None`` for whatever was not sealed with one of the keys."""
        try:
            sealed = base64.urlsafe_b64decode(value)
        except ValueError:
            return None
        # What was added to it would be passed over.
        if len(sealed) < NONCE + TAG or _letters(sealed) != value:
            return None
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)
            except InvalidTag:
                continue
        return None


def random_cookie(size: int) -> str:
    """Random letters, as many as some sealed bytes have."""
    return _letters(secrets.token_bytes(NONCE + size + TAG))


def _letters(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode()


def _derived(key: str, purpose: bytes) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return hkdf.derive(key.encode())
