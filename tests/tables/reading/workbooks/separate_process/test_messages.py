"""What two processes send to each other arrives whole, or not at all."""

from __future__ import annotations

import io

import pytest

from roundtable_cli.tables.reading.workbooks.separate_process import messages


def test_objects_and_bytes_arrive_in_order() -> None:
    """Each with its own end."""
    stream = io.BytesIO()
    messages.send_object(stream, [("a", 1.5)])
    messages.send_bytes(stream, b"")
    messages.send_bytes(stream, b"PK")
    stream.seek(0)
    assert messages.receive_object(stream) == [("a", 1.5)]
    assert [messages.receive_bytes(stream) for _ in range(3)] == [b"", b"PK", None]


@pytest.mark.parametrize("length", [0, 3, 8, 11])
def test_what_is_cut_off_does_not_arrive(length: int) -> None:
    """The other process has ended meanwhile."""
    stream = io.BytesIO()
    messages.send_object(stream, "twenty letters or so")
    cut = stream.getvalue()[:length]
    assert messages.receive_bytes(io.BytesIO(cut)) is None
    with pytest.raises(EOFError):
        messages.receive_object(io.BytesIO(cut))
