# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys: from a passphrase by argon2id, and what is locked with them by AES-256-GCM.

A locked text is a random 12-byte nonce and the ciphertext with its tag (NIST SP 800-38D). `about` is bound to it:
a record moved to another person's place no longer opens.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from archive.passphrase import Cost, derived

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16


def new_key() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def new_salt() -> bytes:
    """A salt of its own for each passphrase."""
    return secrets.token_bytes(SALT_BYTES)


def from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The key that a passphrase stands for; slow on purpose."""
    return derived(passphrase, salt, cost, KEY_BYTES)


def locked(key: bytes, text: bytes, about: str) -> bytes:
    """`text` under `key`, bound to what it is `about`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, about.encode())


def unlocked(key: bytes, sealed: bytes, about: str) -> bytes | None:
    """The text that was locked; None when the key is another one, or the bytes or their place were changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        return None


def blind(key: bytes, name: str) -> str:
    """A name under which a record is found by whoever has the key, and that tells nothing to anybody else."""
    return hmac.new(key, b"place of " + name.encode(), sha256).hexdigest()
