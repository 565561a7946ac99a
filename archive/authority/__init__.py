"""Name cards of persons, bodies, places and agencies; data in cards/ and agencies/.

Used by archive/authority, archive/commands, archive/search, archive/storage, ingest/, webui/.
Begin with authorities.py.
"""
