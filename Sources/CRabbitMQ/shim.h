#pragma once

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <string.h>

/* amqp_login_with_properties takes the SASL method's arguments as variadic ones, and Swift cannot call such a
 * function. One wrapper per method. */

static inline amqp_rpc_reply_t rabbit_login_plain(amqp_connection_state_t connection, const char *virtual_host,
                                                  int frame_max, int heartbeat, const amqp_table_t *properties,
                                                  const char *user, const char *password) {
  return amqp_login_with_properties(connection, virtual_host, 0, frame_max, heartbeat, properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}

/* The broker takes the identity from the certificate, but the library fails with "out of memory" on an empty one. */
static inline amqp_rpc_reply_t rabbit_login_external(amqp_connection_state_t connection, const char *virtual_host,
                                                     int frame_max, int heartbeat, const amqp_table_t *properties) {
  return amqp_login_with_properties(connection, virtual_host, 0, frame_max, heartbeat, properties,
                                    AMQP_SASL_METHOD_EXTERNAL, "certificate");
}
