"""One file per format; `table.READERS` says which one reads what, and `sniff` what a file is."""
