"""Direct speech in texts: who said which words, and where. An unsure speaker is no quote. Start: quotations.py."""
