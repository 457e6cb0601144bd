# The program with its rules, sources and dashboards. The base is glibc (Debian or Ubuntu): DuckDB has no build for musl.
# It brings ICU and the time zones; without ICU, Vietnamese text cannot be composed and rules on it would find nothing.
ARG DOTNET_VERSION=10.0

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/SocHost/SocHost.csproj --configuration Release --output /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION} AS runtime
# Health checks ask the local socket, which every role has; curl is the one tool that they need.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libicu-dev tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir --mode=0700 /var/lib/soc \
    && chown 1654:1654 /var/lib/soc
WORKDIR /app
COPY --from=build /app ./
COPY rules ./rules
COPY sources ./sources
COPY kibana ./kibana
COPY deploy/compose/set-up.sh ./set-up.sh
# The root file system is meant to be read-only: everything that is written lies below /var/lib/soc or /tmp.
ENV SOC_ROOT=/app \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
VOLUME /var/lib/soc
EXPOSE 8420/tcp 5514/tcp 5514/udp 5520/tcp
USER 1654:1654
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["curl", "--silent", "--fail", "--output", "/dev/null", "--unix-socket", "/var/lib/soc/soc.sock", "http://soc/health/ready"]
ENTRYPOINT ["dotnet", "/app/soc.dll"]
CMD ["run", "--data", "/var/lib/soc"]
