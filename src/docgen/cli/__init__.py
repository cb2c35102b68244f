"""The command line: a command reads arguments, calls one function, prints."""
