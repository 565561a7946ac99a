"""Backups: complete copies of an archive in a folder of their own, and archives made from them.

Start: backup_folder.py.
"""
