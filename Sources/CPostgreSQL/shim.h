#pragma once

#include <libpq-fe.h>

/* Field codes of an error are characters, which Swift sees as integers of another type than the function wants. */

static inline const char *pg_error_state(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *pg_error_constraint(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}

/* Notices go nowhere instead of to standard error, where they would stand between log lines. */

static inline void pg_ignore_notice(void *argument, const char *message) {
  (void)argument;
  (void)message;
}

static inline void pg_ignore_notices(PGconn *connection) {
  PQsetNoticeProcessor(connection, pg_ignore_notice, NULL);
}
