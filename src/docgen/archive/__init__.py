"""The originals: an OCFL 1.1 storage root, its writer, reader and checker."""
