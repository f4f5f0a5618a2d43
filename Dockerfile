# The bot for a server: CPU only, a user of its own, everything that has to last in /data.
#   docker build -t onrecord .
#   docker run -d --env ONRECORD_TOKEN=… --volume onrecord:/data onrecord
# compose.yaml says the same with more care.

FROM python:3.12-slim AS build

# PyTorch's own CPU wheels; PyPI's for Linux bring gigabytes of CUDA.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
ENV PATH=/opt/onrecord/bin:$PATH

WORKDIR /src
RUN python -m venv /opt/onrecord

# The libraries before the code, so that a change of the code does not fetch them again. From PyTorch's index comes torch
# alone; what torch needs comes with the rest.
COPY pyproject.toml ./
RUN pip install --no-cache-dir --no-deps --index-url "$TORCH_INDEX" "$(grep -o 'torch==[0-9.]*' pyproject.toml)"
RUN python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' \
    > requirements.txt \
    && pip install --no-cache-dir -r requirements.txt

COPY README.md LICENSE NOTICE ./
COPY corpus corpus
COPY index index
COPY bot bot
# The model is converted to what runs here, once: the container's root may be read-only.
RUN pip install --no-cache-dir . \
    && python -c 'from pathlib import Path; from index.engines.bundled import folder; folder(Path("/opt/onrecord/cache"))'


FROM python:3.12-slim

# The number is fixed so that a folder on the host can be given to it: chown 10001:10001 FOLDER.
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin onrecord \
    && install --directory --owner onrecord --group onrecord /data

COPY --from=build /opt/onrecord /opt/onrecord

# HF_HOME: another model, named in ONRECORD_MODEL, is kept with the data.
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ONRECORD_DATA=/data \
    ONRECORD_CACHE=/opt/onrecord/cache \
    HF_HOME=/data/huggingface

USER 10001
WORKDIR /data
VOLUME /data

# Healthy means that the bot holds an open connection (state 01): its long poll, without which no question arrives. A
# bot that hangs loses it within a minute, for the server hangs up; one that cannot reach Telegram has none. It costs a
# millisecond. That the archive opens would say nothing about answering, and `onrecord verify` reads all of it.
# The start may take as long as it takes to embed a large archive anew.
HEALTHCHECK --interval=30s --timeout=5s --retries=4 --start-period=15m \
    CMD ["grep", "-qs", " 01 ", "/proc/net/tcp", "/proc/net/tcp6"]

# In exec form Python itself is process 1 and hears SIGTERM: it finishes the answers in hand and ends.
STOPSIGNAL SIGTERM
ENTRYPOINT ["onrecord"]
CMD ["bot"]
