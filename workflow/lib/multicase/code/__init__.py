"""Codes given to segments: by the codebook's indicators and by people. Origins are kept apart."""
