"""What tokten-store-csv registers with tokten_core: the hooks found here are its whole contract with the core."""
