"""What a programme may cost, over many runs: scenarios, draws, outcomes."""
