#!/usr/bin/env bash
# Shows what the hot statements of the workers cost in a store of many applications, and in one of ten thousand.
#
#   Benchmarks/postgres/growth.sh DIR [COUNT]     COUNT is 10000000 by default: 15 GB in DIR, a quarter of an hour
#
# Needs `swift build --configuration release --product PostgresBenchmark` and `admissionctl`; BIN is their folder. A
# private PostgreSQL in DIR is filled once, by fill.sql. Each statement's mean time and pages come from
# pg_stat_statements and its plan from auto_explain, both for the statements that the store itself sends.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
source "$here/common.sh"

dir=${1:?say in which folder}
count=${2:-10000000}
start_server "$dir"

for rows in 10000 "$count"; do
  [[ -z $(psql_in postgres "SELECT 1 FROM pg_database WHERE datname = 'rows_$rows'") ]] || continue
  psql_in postgres "CREATE DATABASE making_$rows" >/dev/null
  STORE_URL=$(url_of "making_$rows") "$bin/admissionctl" store migrate >/dev/null
  psql_file "making_$rows" "$here/fill.sql" "$rows"
  psql_in postgres "ALTER DATABASE making_$rows RENAME TO rows_$rows" >/dev/null
done

# All indexes are read into memory first, where a server of the right size has them; WARM=no does without.
psql_in postgres "DROP TABLE IF EXISTS growth; CREATE TABLE growth (job text, rows bigint, statement text, ms float, pages float, wal float)" >/dev/null 2>&1
for rows in 10000 "$count"; do
  [[ ${WARM:-yes} == yes ]] || continue
  psql_in "rows_$rows" "
    CREATE EXTENSION IF NOT EXISTS pg_prewarm;
    SELECT pg_size_pretty(8192 * sum(pg_prewarm(indexrelid))) || ' of indexes of $rows are in memory' FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace" 2>/dev/null
done

first=$((1000000 * RANDOM + 100000000))
for ((round = 1; round <= ${ROUNDS:-3}; round++)); do
  for rows in 10000 "$count"; do
    for job in intake notify; do
      psql_in postgres "SELECT pg_stat_statements_reset()" >/dev/null
      before=$(server_ticks)
      line=$("$bin/PostgresBenchmark" "$(url_of "rows_$rows")" "$job" 20 200 "$first" 500 1)
      after=$(server_ticks)
      first=$((first + 10000000))
      printf '%s applications, round %s: %s server_us %s\n' "$rows" "$round" "$line" "$(((after - before) * 10000 / 5600))"
      psql_in postgres "
        INSERT INTO growth SELECT '$job', $rows, regexp_replace(left(query, 60), '\s+', ' ', 'g'), mean_exec_time,
          (shared_blks_hit + shared_blks_read) / calls::float, wal_bytes / calls
        FROM pg_stat_statements JOIN pg_database AS d ON d.oid = dbid WHERE datname = 'rows_$rows' AND calls >= 10"
    done
  done
done
echo "medians for a batch of 200: job, ms and pages at 10000, ms and pages at $count, ratio of pages, statement"
psql_in postgres "
  WITH median AS (
    SELECT job, rows, statement, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS ms,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY pages) AS pages FROM growth GROUP BY 1, 2, 3
  )
  SELECT few.job, round(few.ms::numeric, 2), round(few.pages), round(many.ms::numeric, 2), round(many.pages),
    round((many.pages / nullif(few.pages, 0))::numeric, 2), few.statement
  FROM median AS few JOIN median AS many USING (job, statement)
  WHERE few.rows = 10000 AND many.rows = $count ORDER BY 1, many.ms DESC"
psql_in postgres "
  WITH batch AS (SELECT job, rows, sum(ms) / ${ROUNDS:-3} AS ms, sum(pages) / ${ROUNDS:-3} AS pages, sum(wal) / ${ROUNDS:-3} AS wal FROM growth GROUP BY 1, 2)
  SELECT job, rows, round(ms::numeric, 1) || ' ms', round(pages) || ' pages', round(wal) || ' bytes of WAL a batch' FROM batch ORDER BY 1, 2"
show_plans "rows_$count"
