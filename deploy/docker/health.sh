#!/bin/bash
# Asks the worker of this container for its health, without curl.
#
#   health /live | /ready     exits with 0 if the answer is 200; otherwise the answer's body gives the reason
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${HEALTH_PORT:-8080}"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-/live}" >&3
read -r -t 2 status <&3
timeout 2 sed '1,/^\r*$/d' <&3 || true
[[ $status == "HTTP/1.1 200 "* ]]
