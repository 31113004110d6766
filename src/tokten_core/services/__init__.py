"""What a user asks for, a few functions each: costs, budgets, indicators, the content of reports."""
