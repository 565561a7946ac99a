"""Embargoes in texts, fields and names: the matcher of lines, names and fields (`matcher`), the embargoes in a text
(`text_orders`), and all sources together. The phrases of each language are in archive/text/embargo.

Readers and extraction may import it. It imports only dates, fields and orthography of them. Begin with sources.py.
"""
