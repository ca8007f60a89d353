# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   multicase:
#     reads: [T06, evidence, audit]
# ---

# %% [markdown]
# # Auditing one finding
#
# A reviewer's question: where does this number come from? Here the largest cell of T06 is followed down to the words
# that were said, and recounted from them.

# %%
import os
from pathlib import Path

import pandas as pd

from multicase.audit.explain import explain
from multicase.cli.explain import render

RESULTS = Path(os.environ.get("MULTICASE_RESULTS", "results/gp-leadership"))

# %% [markdown]
# ## The cell

# %%
themes = pd.read_csv(RESULTS / "tables/T06.csv", keep_default_na=False)
row = int(themes["n_segments"].idxmax()) if len(themes) else 0
themes.iloc[[row]] if len(themes) else themes

# %% [markdown]
# ## The segments behind it
#
# The same that `multicase explain T06` prints, cut after the first ones.

# %%
told = explain(RESULTS, "T06", str(row + 1), "n_segments") if len(themes) else {}
told.pop("made", None)  # the manifest, T27, is made after the notebooks
print("\n".join(render(told).splitlines()[:40]) if told else "no themes")

# %% [markdown]
# ## Recounted
#
# The evidence file lists the segments of every cell; the long evidence table says whose and where they are.

# %%
if told.get("segments"):
    ids = {segment["segment"] for segment in told["segments"]}
    evidence = pd.read_parquet(RESULTS / "themes/evidence.parquet")
    behind = evidence[evidence["segment_id"].isin(ids)].drop_duplicates("segment_id")
    recount = {
        "n_segments": len(ids),
        "n_sources": behind["source_id"].nunique(),
        "n_participants": behind.loc[behind["participant_id"] != "", "participant_id"].nunique(),
        "n_cases": behind["case_id"].nunique(),
    }
    assert all(int(themes.iloc[row][name]) == n for name, n in recount.items())
    print(recount)

# %% [markdown]
# ## The file it was said in
#
# Each segment carries the hash of the raw file that it was read from; `sha256sum` on that file must print the same.

# %%
if told.get("segments"):
    print(sorted({(segment["source_id"], segment["raw_sha256"]) for segment in told["segments"]})[:5])
