"""Write the program that recounts the results without this library."""

from multicase.audit import recounting
from multicase.journal import journal

with journal(snakemake):
    recounting.write(snakemake.output[0])
