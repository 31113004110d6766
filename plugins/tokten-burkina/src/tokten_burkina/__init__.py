"""The mission allowances of Burkina Faso's civil service, as a pack."""
