"""One file per format; `registry.READERS` says which one reads what, and `base/sniff.py` what a file is."""
