"""The French cooperation service's (SCAC) report forms for TOKTEN programmes."""
