"""Nested tooltip damage: found, told and mended.

Owns what naive replacement leaves behind when it wraps a term inside of an earlier tooltip's
attribute. Never annotates, and never touches a tooltip that is whole.
"""

from rxglossary.damage.mend import Damage, Repair, repair
from rxglossary.damage.patterns import PRESETS, TooltipPattern

__all__ = ["PRESETS", "Damage", "Repair", "TooltipPattern", "repair"]
