#!/bin/bash
# Asks the worker of this container how it is, without curl.
#
#   health /live | /ready     exit status 0 where the answer is 200; the answer's body says why not
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${HEALTH_PORT:-8080}"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-/live}" >&3
read -r -t 2 status <&3
timeout 2 sed '1,/^\r*$/d' <&3 || true
[[ $status == "HTTP/1.1 200 "* ]]
