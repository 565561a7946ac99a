"""What holds a text or photo back: the words of each language (`languages/*.toml`), the matcher of lines, names and
fields (`matcher`), the instant that words name (`instants`), the orders in a text (`text_orders`), and all places where
they may stand (`sources`, where to begin).

Readers and enrichment may import it; it imports of them only dates, fields, and small questions about words.
"""
