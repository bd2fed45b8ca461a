"""Glossaries in files: one module for each format, each the only owner of its library.

Owns reading and writing. Never decides what an entry may hold (`rxglossary.glossary`).
"""
