"""Sealed values open where they were sealed and nowhere else, whatever is done to them."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darddr.crypto import envelope
from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.crypto.keyring import Keyring
from darddr.crypto.scopes import Scope, SealClass

ROW = UUID(int=1)
FIRST, SECOND = Scope.review(UUID(int=11)), Scope.review(UUID(int=12))
COUNTY = Scope.partnership(UUID(int=11))
FIXTURE_IS_SHARED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_swapped_between_scopes_classes_tables_and_rows(ring: Keyring) -> None:
    """Every value is tried at every place but its own: none opens."""
    for scope in (FIRST, SECOND, COUNTY):
        ring.open_scope(scope)
    scopes = (FIRST, SECOND, COUNTY, Scope.installation())
    classes = (SealClass.IDENTITY, SealClass.NARRATIVE, SealClass.LEARNING)
    places = list(product(scopes, classes, ("people", "findings"), (ROW, UUID(int=2))))
    sealed = {place: ring.seal(repr(place).encode(), *place) for place in places}
    refused = 0
    for here, there in product(places, places):
        if here == there:
            assert ring.open(sealed[here], *there) == repr(here).encode()
        else:
            with pytest.raises(CannotOpen):
                ring.open(sealed[here], *there)
            refused += 1
    assert refused == len(places) * (len(places) - 1) == 2256


def test_swapped_between_key_versions(ring: Keyring) -> None:
    ring.open_scope(FIRST)
    place = (FIRST, SealClass.NARRATIVE, "findings", ROW)
    old = ring.seal(b"old", *place)
    assert ring.renew(FIRST, SealClass.NARRATIVE) == 2
    new = ring.seal(b"new", *place)
    assert (envelope.key_version(old), envelope.key_version(new)) == (1, 2)
    assert (ring.open(old, *place), ring.open(new, *place)) == (b"old", b"new")
    for forged in (envelope.head(2) + old[5:], envelope.head(1) + new[5:]):
        with pytest.raises(CannotOpen):
            ring.open(forged, *place)
    with pytest.raises(DataKeyMissing, match="Version 3 "):
        ring.open(envelope.head(3) + new[5:], *place)


def test_wrapped_keys_swapped_in_the_key_store(ring: Keyring) -> None:
    """Whoever can write to the key store cannot have one review's text opened as another's."""
    ring.open_scope(FIRST)
    ring.open_scope(SECOND)
    mine = ring.keystore.versions(FIRST, SealClass.NARRATIVE)[0]
    others = [*ring.keystore.versions(SECOND, SealClass.NARRATIVE), *ring.keystore.versions(FIRST, SealClass.FILE)]
    for other in others:
        with pytest.raises(CannotOpen):
            ring._unwrap(mine._replace(wrapped=other.wrapped))
    assert len(ring._unwrap(mine)) == 32


@given(st.binary(max_size=300), st.sampled_from([SealClass.IDENTITY, SealClass.NARRATIVE]), st.uuids())
@settings(FIXTURE_IS_SHARED, max_examples=60)
def test_every_text_comes_back(ring: Keyring, plain: bytes, klass: SealClass, row_id: UUID) -> None:
    place = (Scope.installation(), klass, "notes", row_id)
    sealed = ring.seal(plain, *place)
    assert ring.open(sealed, *place) == plain
    assert envelope.looks_sealed(sealed)
    assert len(plain) < 8 or plain not in sealed


@given(st.data())
@settings(FIXTURE_IS_SHARED, max_examples=150)
def test_no_altered_byte_goes_unnoticed(ring: Keyring, data: st.DataObject) -> None:
    place = (Scope.installation(), SealClass.NARRATIVE, "notes", ROW)
    sealed = ring.seal(b"a sentence of the report", *place)
    at = data.draw(st.integers(0, len(sealed) - 1))
    altered = bytearray(sealed)
    altered[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises((CannotOpen, DataKeyMissing)):
        ring.open(bytes(altered), *place)


def test_no_cut_goes_unnoticed(ring: Keyring) -> None:
    place = (Scope.installation(), SealClass.IDENTITY, "people", ROW)
    sealed = ring.seal(b"Ngozi Ashdown", *place)
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            ring.open(sealed[:length], *place)
    with pytest.raises(CannotOpen):
        ring.open(sealed + b"\0", *place)


def test_equal_texts_look_different(ring: Keyring) -> None:
    place = (Scope.installation(), SealClass.NARRATIVE, "notes", ROW)
    assert len({ring.seal(b"the same", *place) for _ in range(100)}) == 100


def test_the_length_of_an_identity_does_not_show(ring: Keyring) -> None:
    place = (Scope.installation(), SealClass.IDENTITY, "people", ROW)
    lengths = {len(ring.seal(b"x" * n, *place)) for n in range(64)}
    assert lengths == {envelope.SHORTEST + 64}
    assert len(ring.seal(b"x" * 64, *place)) == envelope.SHORTEST + 128


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=60)
def test_padding_comes_off_whatever_it_covers(plain: bytes) -> None:
    assert envelope.unpadded(envelope.padded(plain)) == plain
    assert len(envelope.padded(plain)) % 64 == 0


def test_associated_data_of_two_places_never_agree() -> None:
    """Lengths before the parts: moving a letter from one part to the next gives other bytes."""
    assert envelope.place(FIRST, SealClass.FILE, 1, "ab") != envelope.place(FIRST, SealClass.FILE, 1, "a")
    assert envelope.joined(b"ab", b"c") != envelope.joined(b"a", b"bc")
