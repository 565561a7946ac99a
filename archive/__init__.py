"""The archive itself: records, originals, catalogue, index, search. Imports neither ingest nor webui."""
