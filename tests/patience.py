"""How long a test waits for what must come before it fails, in seconds: much, for a busy machine is no defect."""

PATIENCE = 60.0
