"""Comparing studies: what a replication makes of its original's claims, and any results side by side."""
