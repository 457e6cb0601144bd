#!/usr/bin/env bash
# What docker-compose.yml does once. `store`: Kibana's own password, templates and indices. `kibana`: its content.
set -euo pipefail

elastic() {
  curl --silent --show-error --fail --user "elastic:$(cat /run/secrets/elastic)" --header 'Content-Type: application/json' "$@"
}

case "${1:-}" in
  store)
    elastic --request POST --data "{\"password\":\"$(cat /run/secrets/kibana)\"}" \
      http://elasticsearch:9200/_security/user/kibana_system/_password >/dev/null
    exec dotnet /app/soc.dll store setup --data /var/lib/soc
    ;;
  kibana)
    exec dotnet /app/soc.dll kibana import --url http://kibana:5601 --language all --overwrite --wait 3m --user elastic --password-file /run/secrets/elastic --allow-plain-http
    ;;
  *)
    echo "set-up.sh: store or kibana, not '${1:-}'" >&2
    exit 64
    ;;
esac
