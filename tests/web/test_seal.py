import base64
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.web.seal import Seal, random_cookie
from tests.web.tiny import KEY, OTHER_KEY

TEXT = b"numb saddle"
PURPOSE = b"a test"


@pytest.fixture
def seal() -> Seal:
    return Seal([KEY], PURPOSE)


def test_what_was_sealed_opens(seal: Seal) -> None:
    assert seal.open(seal.seal(TEXT)) == TEXT
    assert seal.open(seal.seal(b"")) == b""


def test_it_is_aes_256_gcm_with_a_key_by_hkdf_of_sha_256(seal: Seal) -> None:
    extracted = hmac.digest(bytes(32), KEY.encode(), "sha256")
    key = hmac.digest(extracted, PURPOSE + b"\1", "sha256")
    sealed = base64.urlsafe_b64decode(seal.seal(TEXT))
    assert AESGCM(key).decrypt(sealed[:12], sealed[12:], None) == TEXT


def test_nothing_of_a_text_can_be_read_and_no_two_are_alike(seal: Seal) -> None:
    sealed = [base64.urlsafe_b64decode(seal.seal(TEXT)) for _ in range(100)]
    assert len({whole[:12] for whole in sealed}) == 100  # a number used once
    assert len({whole[12:] for whole in sealed}) == 100
    assert not any(TEXT[:4] in whole for whole in sealed)


def test_another_key_or_another_purpose_opens_nothing(seal: Seal) -> None:
    assert Seal([OTHER_KEY], PURPOSE).open(seal.seal(TEXT)) is None
    assert Seal([KEY], b"another test").open(seal.seal(TEXT)) is None


def test_the_first_key_seals_and_all_open(seal: Seal) -> None:
    both = Seal([OTHER_KEY, KEY], PURPOSE)
    assert both.open(seal.seal(TEXT)) == TEXT
    assert both.open(both.seal(TEXT)) == TEXT
    assert seal.open(both.seal(TEXT)) is None


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27, 28, 29])
def test_what_is_too_short_or_noise_is_refused(length: int, seal: Seal) -> None:
    assert seal.open(base64.urlsafe_b64encode(bytes(length)).decode()) is None
    assert seal.open(random_cookie(length)) is None


@pytest.mark.parametrize("more", ["A", "=", "====", "AAAA", " ", "%"])
@pytest.mark.parametrize("size", [0, 1, 2])  # each way to end
def test_a_text_with_something_added_is_refused(more: str, size: int, seal: Seal) -> None:
    assert seal.open(seal.seal(bytes(size)) + more) is None


@pytest.mark.parametrize("value", ["A", "é" * 40, "\udcff" * 40, "\0" * 40, "=" * 40])
def test_what_is_no_base64_is_refused(value: str, seal: Seal) -> None:
    assert seal.open(value) is None


def test_noise_is_as_long_as_what_is_sealed_and_never_the_same(seal: Seal) -> None:
    for size in range(30):
        assert len(random_cookie(size)) == len(seal.seal(bytes(size)))
    assert random_cookie(30) != random_cookie(30)
