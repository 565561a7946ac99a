"""One module per format. `registry.READERS` names the reader of a type, `base/sniff.py` detects the type."""
