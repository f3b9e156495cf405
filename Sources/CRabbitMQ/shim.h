#pragma once

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
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

/* The library forgets why it refused a certificate, and knows none for an IP address. So OpenSSL judges the certificate
 * while it shakes hands, and its verdict is kept on this thread's error queue, under the number of a library that OpenSSL
 * leaves to applications. In C, because ERR_raise is a macro that Swift cannot call. */

static inline int rabbit_keep_verdict(int is_accepted, X509_STORE_CTX *chain) {
  if (!is_accepted) ERR_raise(ERR_LIB_USER, X509_STORE_CTX_get_error(chain));
  return is_accepted;
}

static inline int rabbit_verify_broker(amqp_socket_t *socket, const char *host) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  X509_VERIFY_PARAM *wanted = SSL_CTX_get0_param(context);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, rabbit_keep_verdict);
  amqp_ssl_socket_set_verify_hostname(socket, 0);
  return X509_VERIFY_PARAM_set1_ip_asc(wanted, host) || X509_VERIFY_PARAM_set1_host(wanted, host, 0);
}

/* Without a password of any kind OpenSSL would ask for one at the terminal, and wait. The library keeps the pointer. */
static inline int rabbit_set_key(amqp_socket_t *socket, const char *certificate, const char *key) {
  amqp_ssl_socket_set_key_passwd(socket, "");
  return amqp_ssl_socket_set_key(socket, certificate, key);
}

/* Which module owns struct timeval depends on what else is imported, and Swift lets only its owner's importers make one. */
static inline struct timeval rabbit_seconds(long seconds) { return (struct timeval){.tv_sec = seconds}; }
