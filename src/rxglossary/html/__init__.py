"""HTML source: tokens, contexts and text runs, each with its offsets."""
