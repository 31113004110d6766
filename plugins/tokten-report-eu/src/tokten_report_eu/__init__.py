"""The European Commission's report forms for TOKTEN programmes."""
