"""EML, mbox, PST, MHTML, TNEF.

Used by nothing else: the top.
Begin with eml.py.
"""
