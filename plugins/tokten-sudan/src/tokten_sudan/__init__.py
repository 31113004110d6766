"""The country pack of Sudan's TOKTEN programme."""
