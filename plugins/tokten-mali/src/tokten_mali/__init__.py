"""The country pack of Mali's TOKTEN programme."""
