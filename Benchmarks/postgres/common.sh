# What the scripts of this folder share: a private PostgreSQL that measures itself. To be read by `source`.
checkout=$(cd "$here/../.." && pwd -P)
bin=${BIN:-$checkout/.build/release}

# start_server DIR: starts a PostgreSQL of a small server's size, with pg_stat_statements and auto_explain.
start_server() {
  mkdir -p "$1"
  server_dir=$(cd "$1" && pwd -P)
  "$checkout/deploy/local/postgres.sh" start "$server_dir" >&2
  eval "$("$checkout/deploy/local/postgres.sh" env "$server_dir")"
  server_url=${STORE_URL%/*}
  if [[ ! -e $server_dir/tuned ]]; then
    cat >>"$server_dir/data/postgresql.conf" <<'END'
shared_preload_libraries = 'pg_stat_statements,auto_explain'
pg_stat_statements.track_utility = off
shared_buffers = '6GB'
max_wal_size = '8GB'
checkpoint_timeout = '30min'
END
    "$checkout/deploy/local/postgres.sh" stop "$server_dir" >&2
    "$checkout/deploy/local/postgres.sh" start "$server_dir" >&2
    psql_in postgres "CREATE EXTENSION IF NOT EXISTS pg_stat_statements" >/dev/null
    touch "$server_dir/tuned"
  fi
  trap '"$checkout/deploy/local/postgres.sh" stop "$server_dir" >&2' EXIT
}

url_of() { printf '%s/%s' "$server_url" "$1"; }

# psql_in DATABASE STATEMENTS: prints the rows, with a bar between columns.
psql_in() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$(url_of "$1")" <<<"$2"; }

# psql_file DATABASE FILE COUNT
psql_file() { psql --no-psqlrc --quiet --set=count="$3" --file="$2" "$(url_of "$1")"; }

# The CPU time of the server's processes, ended ones included, in hundredths of a second.
server_ticks() {
  local server sum=0 pid fields
  # A process that is just ending would be counted twice or not at all.
  sleep 0.5
  server=$("$checkout/deploy/local/postgres.sh" pid "$server_dir")
  fields=($(sed 's/^.*) //' "/proc/$server/stat"))
  sum=$((fields[11] + fields[12] + fields[13] + fields[14]))
  for pid in $(cat /proc/"$server"/task/*/children); do
    fields=($(sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null)) || continue
    sum=$((sum + ${fields[11]:-0} + ${fields[12]:-0}))
  done
  echo "$sum"
}

# show_plans DATABASE: has auto_explain write the plan of each of the store's statements for a batch of 200.
show_plans() {
  local log=$server_dir/log/server.log line
  line=$(wc -l <"$log")
  for job in intake notify; do
    "$bin/PostgresBenchmark" "$(url_of "$1")?options=-c%20auto_explain.log_min_duration%3D0%20-c%20auto_explain.log_analyze%3Don%20-c%20auto_explain.log_timing%3Doff%20-c%20auto_explain.log_buffers%3Don" \
      "$job" 1 200 $((1000000 * RANDOM + 900000000)) 500 1 >/dev/null
  done
  tail -n +"$((line + 1))" "$log" >"$server_dir/plans.txt"
  echo "plans: $server_dir/plans.txt"
}
