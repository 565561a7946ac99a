"""Direct speech in texts: who said which words, and where. Without a certain speaker there is no quote. Start:
quotations.py."""
