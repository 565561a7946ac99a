"""Embargoes in texts, fields and names: phrases of each language (`languages/*.toml`), the matcher of lines, names and
fields (`matcher`), the instant (`instants`), the orders in a text (`text_orders`), and all sources together.

Readers and extraction may import it. It imports only dates, fields and orthography of them. Begin with sources.py.
"""
