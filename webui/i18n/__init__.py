"""Interface languages, words, labels, messages.

Used by webui/.
Begin with words.py.
"""
