"""What the archivist changes, whoever asks for it: the commands and the desk in the browser call the same functions."""
