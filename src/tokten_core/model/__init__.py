"""The records of a programme, one topic of the field a module; they know no format, no rule and no store."""
