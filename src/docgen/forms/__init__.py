"""What a form asks, what was answered, and how Chinese papers say it. Pure."""
