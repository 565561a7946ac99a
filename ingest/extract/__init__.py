"""What the words of a text, or the name and folders of a file, say of it; `enriching` puts all of it on offer."""
