"""Search engines: which documents answer a plan, and in what order.

Engines never analyse text and never read the catalogue; they get ready terms and closed plans, and give back ids.
"""
