"""The stored form of a state: JSON, rebuilt from events at any time and never part of the record itself."""

import msgspec

from procflow.case.state import CaseState

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(CaseState)


def encode_state(state: CaseState) -> bytes:
    """The bytes of a state; equal states have equal bytes."""
    return _encoder.encode(state)


def decode_state(content: bytes) -> CaseState:
    """The state of these bytes. Raises ``ValueError`` where they are none."""
    try:
        return _decoder.decode(content)
    except msgspec.DecodeError as error:
        raise ValueError(f"the stored state cannot be read: {error}") from error
