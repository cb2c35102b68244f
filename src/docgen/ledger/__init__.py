"""The access log's mathematics. Pure: bytes in, bytes out."""
