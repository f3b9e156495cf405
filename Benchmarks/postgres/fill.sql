-- Fills a store's tables with :count applications of earlier years and what came of them, as quickly as it goes: indexes
-- are taken away before and made again after it.
--   psql --set=count=10000000 --file=fill.sql DATABASE
-- Texts that no statement looks for (outputs, grounds, entries) are short: it is about the number of rows.
\set ON_ERROR_STOP on
SET maintenance_work_mem = '1GB';
SET synchronous_commit = off;

CREATE TEMP TABLE kept AS
SELECT i.indrelid::regclass::text AS of_table, i.indexrelid::regclass::text AS index, c.conname AS name,
  CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid) ELSE
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
  END AS made
FROM pg_index AS i LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid
WHERE i.indrelid::regclass::text IN ('application', 'inbox', 'judgement', 'signature_use', 'service_history');

DO $$
DECLARE
  old record;
BEGIN
  FOR old IN SELECT * FROM kept LOOP
    IF old.name IS NULL THEN
      EXECUTE 'DROP INDEX ' || old.index;
    ELSE
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', old.of_table, old.name);
    END IF;
  END LOOP;
END
$$;

-- Two of a hundred still wait for their school.
INSERT INTO application (id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign,
  submitted_at, due_by, state, arrival, ended_at, grade, applicant_tie)
SELECT gen_random_uuid(), '2025-' || n, 'enrolment', 'kk', '85' || lpad(n::text, 10, '0'), '19' || lpad(n::text, 10, '0'), 'Әлия Ә.',
  '94' || lpad((n % 7000)::text, 10, '0'), 2025, 1743480000000 + n, 1743912000000 + n,
  CASE WHEN n % 50 = 0 THEN 'inProcessing' ELSE 'enrolledBySchool' END, n / 7000 + 1, 1743912000000 + n, 1, 'named'
FROM generate_series(1, :count) AS n;

INSERT INTO arrival_counter (school_bin, year, last)
SELECT school_bin, campaign, max(arrival) FROM application GROUP BY 1, 2 ON CONFLICT DO NOTHING;

INSERT INTO inbox (worker, message_id, recorded_at, outputs)
SELECT CASE WHEN n % 2 = 0 THEN 'intake' ELSE 'notify' END, gen_random_uuid(), 1743480000000 + n, '[]'
FROM generate_series(1, 2 * :count) AS n;

INSERT INTO signature_use (signature, application_id)
SELECT gen_random_uuid() || ' 7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f', gen_random_uuid()
FROM generate_series(1, :count) AS n;

INSERT INTO judgement (application_id, edition, judged_at, grounds)
SELECT gen_random_uuid(), '2026', 1743480000000 + n, '{}' FROM generate_series(1, :count) AS n;

INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
SELECT gen_random_uuid(), '85' || lpad(n::text, 10, '0'), gen_random_uuid(), 1743480000000 + n, 10, '{}'
FROM generate_series(1, :count) AS n;

SELECT made FROM kept \gexec
VACUUM (ANALYZE);
SELECT pg_size_pretty(pg_database_size(current_database())) AS size;
