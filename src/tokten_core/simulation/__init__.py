"""Many missions at once: in columns, in scenarios, and which source pays which (extra ``simulation``; the core imports nothing of it)."""
