# The bot in a container. Written and linted, not built where this was written: see "Limits" in the README.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 JIAMENKOU_LISTEN=0.0.0.0:8080 JIAMENKOU_DATABASE=sqlite:////data/jiamenkou.sqlite
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY scheduler scheduler
COPY knowledge knowledge
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --create-home --uid 1000 bot \
    && mkdir /data && chown bot /data
USER bot
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=3)"]
CMD ["jiamenkou", "run"]
