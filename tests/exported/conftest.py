"""Exported cases, and their members changed by the means that anybody has: Python's own `zipfile`."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from procflow import TRUSTED, Engine, Library, open_store
from procflow.definition.load import load_process
from procflow.testing import CaseDriver, VirtualClock
from tests.histories.stories import CONTRACT, HERE, STORIES

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

Pack = Callable[[Mapping[str, bytes]], bytes]
Unpack = Callable[[bytes], dict[str, bytes]]


@cache
def told(name: str) -> bytes:
    """The export of a story of the frozen histories."""
    story, path = STORIES[name]
    return exported(story, path, name)


def exported(story: Callable[[CaseDriver], object], path: str, name: str) -> bytes:
    library = Library()
    process = library.add(load_process(HERE.parents[1] / path)).process.name
    with Engine(open_store("memory:"), library, clock=VirtualClock(MONDAY)) as engine:
        given = CONTRACT if process == "contract-review" else {}
        driver = CaseDriver(engine, process, given=given, name=name)
        story(driver)
        return engine.export(driver.case.id, reader=TRUSTED)


def packed(members: Mapping[str, bytes]) -> bytes:
    """A file as `procflow export` frames it, written by Python's zipfile."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            known = zipfile.ZipInfo(name)
            known.create_system, known.external_attr = 3, 0o100644 << 16
            archive.writestr(known, body)
    return content.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def small() -> bytes:
    """A case with personal values and three organizations."""
    return told("small")


@pytest.fixture(scope="session")
def begun() -> bytes:
    """The same where nothing but its start has happened."""
    return exported(lambda case: case.start("ann", {"contact": "Ann"}), STORIES["small"][1], "begun")


@pytest.fixture(scope="session")
def circulation() -> bytes:
    """A contract with papers, a deputy and an arbitration."""
    return told("circulation")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return packed


@pytest.fixture(scope="session")
def unpack() -> Unpack:
    return unpacked


@pytest.fixture(scope="session")
def both() -> tuple[Pack, Unpack]:
    return packed, unpacked


@pytest.fixture(scope="session")
def keys() -> tuple[bytes, bytes]:
    """A private key as openssl writes it, and its public key as ssh-keygen does."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b" owner\n"
