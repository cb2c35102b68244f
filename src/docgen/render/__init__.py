"""All that touches Word, Excel, PDF and images."""
