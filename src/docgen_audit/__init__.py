"""The auditor's own program: checks the access log without trusting the office's docgen."""
