# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   multicase:
#     reads: [T01, T02, T03, T25, F02, segments]
# ---

# %% [markdown]
# # A tour of the corpus
#
# What lies in the study before anything is interpreted: cases, sources, participants, turns. Everything here is read
# from the results of a build; nothing is computed that the tables don't hold.

# %%
import os
from pathlib import Path

import pandas as pd
from IPython.display import Image, display

RESULTS = Path(os.environ.get("MULTICASE_RESULTS", "results/gp-leadership"))


def table(name):
    return pd.read_csv(RESULTS / f"tables/{name}.csv", keep_default_na=False)


# %% [markdown]
# ## The cases

# %%
table("T01")

# %% [markdown]
# ## The sources
#
# How many of each kind, and how many words were spoken or written in each case.

# %%
display(table("T02"))
Image(RESULTS / "figures/F02.png", width=800)

# %% [markdown]
# ## Who speaks
#
# Attributes that too few participants share are shown as "withheld".

# %%
table("T03")

# %% [markdown]
# ## How long people speak
#
# Segments are the units that coders code; those analysed are counted here.

# %%
segments = pd.concat(pd.read_parquet(path) for path in sorted((RESULTS / "segments").glob("*.parquet")))
spoken = segments[segments["left_out"] == ""]
spoken.groupby("kind")["words"].describe()[["count", "mean", "50%", "max"]].round(1)

# %% [markdown]
# ## What became of identifiers

# %%
table("T25").head(15)
