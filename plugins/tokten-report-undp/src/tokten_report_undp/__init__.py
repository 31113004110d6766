"""UNDP's report forms for TOKTEN programmes."""
