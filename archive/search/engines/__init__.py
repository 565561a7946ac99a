"""Search engines: which documents match a plan, and in what order.

Engines never analyse text and never read the catalogue. They get terms and plans, and return ids.
"""
