"""Denial letters, explanations of benefits, remittances → what was denied, why, until when."""
