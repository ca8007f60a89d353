# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   multicase:
#     reads: [T06, T08, T10, T23, T24, F04]
# ---

# %% [markdown]
# # Across the cases
#
# The same themes in every case: where they are strong, where the material speaks against them, and what remains of the
# claims when a case is left out.

# %%
import os
from pathlib import Path

import pandas as pd
from IPython.display import Image

RESULTS = Path(os.environ.get("MULTICASE_RESULTS", "results/gp-leadership"))


def table(name):
    return pd.read_csv(RESULTS / f"tables/{name}.csv", keep_default_na=False)


# %% [markdown]
# ## Themes by case

# %%
Image(RESULTS / "figures/F04.png", width=800)

# %% [markdown]
# The same as numbers: segments for and against each theme's proposition.

# %%
counts = table("T06")
sided = counts[counts["polarity"] != "neutral"]
wide = {"index": "theme", "columns": ["case", "polarity"], "values": "n_segments", "aggfunc": "sum", "sort": False}
sided.pivot_table(**wide) if len(sided) else sided

# %% [markdown]
# ## Ordered by strength

# %%
ordered = table("T10")
ordered.pivot(index="theme", columns="ordered_case", values="strength") if len(ordered) else ordered

# %% [markdown]
# ## Do interviews, observations and documents agree?

# %%
kinds = table("T08")
kinds.pivot(index="theme", columns="kind", values="convergence") if len(kinds) else kinds

# %% [markdown]
# ## The claims, and each of them without each case

# %%
claims = table("T23")
claims.loc[claims["case"] == "all cases", ["claim", "statement", "verdict", "why"]]

# %%
varied = table("T24")
without = varied[varied["decision"] == "a case left out"]
without.pivot(index="claim", columns="variation", values="verdict") if len(without) else without
