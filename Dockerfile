# The workflow with all that it needs, as requirements.lock pins it; studies and results stay outside (docs/clusters.md):
#   docker build --tag multicase .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" multicase --cores 4 --config study=path/of/a/study
FROM python:3.11-slim
WORKDIR /opt/multicase
COPY . .
# each download is checked against the hash that the lock file has of it
RUN pip install --no-cache-dir uv \
 && uv pip install --system --no-cache --compile-bytecode --constraint requirements.lock --build-constraints requirements.lock . \
 && pip uninstall --yes uv
# whoever runs it may have no name and no home there, and Snakemake asks for both
ENV HOME=/tmp USER=multicase
WORKDIR /work
ENTRYPOINT ["snakemake", "--snakefile", "/opt/multicase/Snakefile"]
