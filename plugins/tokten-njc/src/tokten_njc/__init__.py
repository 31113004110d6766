"""Canada's travel directive of the National Joint Council, as a pack."""
