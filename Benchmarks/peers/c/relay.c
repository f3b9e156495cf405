// relay.c - moves messages from one quorum queue to another, the first KiB of each, over rabbitmq-c and nothing else: the
// most that anybody built on that library can do. Two connections, a window of unconfirmed messages, one multiple
// acknowledgement for every run of confirmed ones.
//
//   relay HOST PORT FROM TO          PREFETCH in the environment, 300 by default
//
// It runs until it is ended.
#define _GNU_SOURCE
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>

enum { kept = 1024, largest = 1 << 20, most = 65536 };

static void die(const char *text, const char *detail) {
  fprintf(stderr, "relay: %s: %s\n", text, detail);
  exit(1);
}

static void succeed(amqp_connection_state_t connection, const char *what) {
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(connection);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL)
    die(what, reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION ? amqp_error_string2(reply.library_error) : "refused");
}

static amqp_connection_state_t open_channel(const char *host, int port) {
  amqp_connection_state_t connection = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(connection);
  if (!socket || amqp_socket_open(socket, host, port)) die("open", host);
  amqp_rpc_reply_t reply = amqp_login(connection, "/", 0, 131072, 30, AMQP_SASL_METHOD_PLAIN, "guest", "guest");
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) die("login", host);
  amqp_channel_open(connection, 1);
  succeed(connection, "channel");
  return connection;
}

// Deliveries by the number of their copy, 1 for the first: a copy that is confirmed has its delivery acknowledged.
static uint64_t tag_of[most];
static bool confirmed[most];
static uint64_t sent, lowest = 1, acknowledged;

static void confirm(uint64_t number, bool multiple) {
  for (uint64_t i = multiple ? lowest : number; i <= number; i++) confirmed[i % most] = true;
  while (lowest <= sent && confirmed[lowest % most]) confirmed[lowest++ % most] = false;
}

// A delivery that comes in frames.
static struct {
  uint64_t tag, left;
  size_t length;
  char id[256];
  size_t id_length;
  char body[largest];
} delivery;

static bool gather(amqp_frame_t *frame) {
  if (frame->frame_type == AMQP_FRAME_METHOD) {
    if (frame->payload.method.id != AMQP_BASIC_DELIVER_METHOD) die("unexpected", amqp_method_name(frame->payload.method.id));
    delivery.tag = ((amqp_basic_deliver_t *)frame->payload.method.decoded)->delivery_tag;
    return false;
  }
  if (frame->frame_type == AMQP_FRAME_HEADER) {
    amqp_basic_properties_t *properties = frame->payload.properties.decoded;
    delivery.left = frame->payload.properties.body_size;
    delivery.length = 0;
    if (delivery.left > largest) die("unexpected", "a body over 1 MiB");
    delivery.id_length = properties->_flags & AMQP_BASIC_MESSAGE_ID_FLAG ? properties->message_id.len : 0;
    if (delivery.id_length > sizeof delivery.id) die("unexpected", "a message id over 255 bytes");
    memcpy(delivery.id, properties->message_id.bytes, delivery.id_length);
    return delivery.left == 0;
  }
  amqp_bytes_t part = frame->payload.body_fragment;
  memcpy(delivery.body + delivery.length, part.bytes, part.len);
  delivery.length += part.len;
  delivery.left -= part.len;
  return delivery.left == 0;
}

static void publish(amqp_connection_state_t publisher, const char *queue) {
  amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG,
      .delivery_mode = 2,
      .content_type = amqp_cstring_bytes("application/json"),
      .message_id = {delivery.id_length, delivery.id},
  };
  amqp_bytes_t body = {delivery.length < kept ? delivery.length : kept, delivery.body};
  tag_of[++sent % most] = delivery.tag;
  int status = amqp_basic_publish(publisher, 1, amqp_empty_bytes, amqp_cstring_bytes(queue), true, false, &properties, body);
  if (status) die("publish", amqp_error_string2(status));
}

// Reads what has arrived without waiting. Deliveries are read only while there is room for their copies.
static bool read_confirms(amqp_connection_state_t publisher) {
  struct timeval none = {0, 0};
  amqp_frame_t frame;
  bool progress = false;
  int status;
  while ((status = amqp_simple_wait_frame_noblock(publisher, &frame, &none)) == AMQP_STATUS_OK) {
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_ACK_METHOD) die("refused", "a copy");
    amqp_basic_ack_t *ack = frame.payload.method.decoded;
    confirm(ack->delivery_tag, ack->multiple);
    amqp_maybe_release_buffers(publisher);
    progress = true;
  }
  if (status != AMQP_STATUS_TIMEOUT) die("confirms", amqp_error_string2(status));
  return progress;
}

static bool read_deliveries(amqp_connection_state_t consumer, amqp_connection_state_t publisher, const char *to, uint64_t window) {
  struct timeval none = {0, 0};
  amqp_frame_t frame;
  bool progress = false;
  while (sent + 1 - lowest < window) {
    int status = amqp_simple_wait_frame_noblock(consumer, &frame, &none);
    if (status == AMQP_STATUS_TIMEOUT) break;
    if (status != AMQP_STATUS_OK) die("deliveries", amqp_error_string2(status));
    if (gather(&frame)) publish(publisher, to);
    amqp_maybe_release_buffers(consumer);
    progress = true;
  }
  return progress;
}

int main(int count, char **words) {
  if (count != 5) die("usage", "relay HOST PORT FROM TO");
  const char *given = getenv("PREFETCH");
  int prefetch = given ? atoi(given) : 300;
  amqp_connection_state_t consumer = open_channel(words[1], atoi(words[2]));
  amqp_connection_state_t publisher = open_channel(words[1], atoi(words[2]));
  amqp_confirm_select(publisher, 1);
  succeed(publisher, "confirm");
  amqp_basic_qos(consumer, 1, 0, prefetch, false);
  succeed(consumer, "qos");
  amqp_basic_consume(consumer, 1, amqp_cstring_bytes(words[3]), amqp_empty_bytes, false, false, false, amqp_empty_table);
  succeed(consumer, "consume");

  while (true) {
    bool progress = read_deliveries(consumer, publisher, words[4], prefetch);
    progress = read_confirms(publisher) || progress;
    // Runs of fifty while there is more to do, else whatever is confirmed.
    uint64_t last = lowest - 1;
    if (last >= acknowledged + 50 || (last > acknowledged && !progress)) {
      int status = amqp_basic_ack(consumer, 1, tag_of[last % most], true);
      if (status) die("acknowledge", amqp_error_string2(status));
      acknowledged = last;
    } else if (!progress) {
      struct pollfd sockets[] = {{amqp_get_sockfd(consumer), POLLIN, 0}, {amqp_get_sockfd(publisher), POLLIN, 0}};
      poll(sockets, 2, 1000);
    }
  }
}
