"""Where rxglossary fits into other programs: a module for each framework, loaded only when used.

Owns what a framework needs to be told. Never decides what is annotated or how it looks.
"""
