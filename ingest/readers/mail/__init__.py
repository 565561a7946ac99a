"""EML, mbox, MHTML, TNEF.

Used by nothing else: the top.
Begin with eml.py.
"""
