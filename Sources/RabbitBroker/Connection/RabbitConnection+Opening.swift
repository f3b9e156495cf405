import CRabbitMQ
import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RabbitConnection {
  /// Connects to the first broker that answers, and opens the channel.
  ///
  /// The call blocks its thread.
  ///
  /// - Parameters:
  ///   - configuration: the addresses and time-outs.
  ///   - purpose: what the connection's name ends with, for example "publisher".
  ///   - thread: the calling thread.
  ///   - bodies: limits for the bodies that are kept in memory.
  /// - Returns: a connection that is logged in.
  /// - Throws: the first `BrokerError` whose code is not `unreachable`; if there is none, the last error.
  static func open(
    _ configuration: RabbitConfiguration, purpose: String, on thread: ConnectionThread,
    bodies: BodyLimits = .headersOnly
  ) throws(BrokerError) -> RabbitConnection {
    let urls = configuration.urls
    guard !urls.isEmpty else { throw BrokerError(.misconfigured, "No broker is configured; set AMQP_URL.") }
    var failure: BrokerError?
    for url in configuration.suspects.order(urls) {
      do throws(BrokerError) {
        let handle = ConnectionHandle()
        let reply = unsafe try logIn(handle, url, configuration, purpose: purpose)
        let connection = RabbitConnection(
          opened: handle, to: url.endpoint, isTLS: url.tls != nil, on: thread, bodies: bodies)
        unsafe try connection.enter(url, reply)
        return connection
      } catch {
        configuration.suspects.note(url.endpoint)
        // An operator learns more from a refused password than from another broker that is down.
        if failure == nil || failure?.code == .unreachable { failure = error }
      }
    }
    guard let failure, urls.count > 1 else { throw failure ?? BrokerError(.unreachable, "No broker was tried.") }
    let tried = urls.map(\.endpoint).joined(separator: ", ")
    throw BrokerError(
      failure.code, "None of the brokers at \(tried) could be used. \(failure.detail)", status: failure.status)
  }

  /// Connects to one broker and sends the login.
  private static func logIn(
    _ handle: ConnectionHandle, _ url: BrokerURL, _ configuration: RabbitConfiguration, purpose: String
  ) throws(BrokerError) -> amqp_rpc_reply_t {
    try openSocket(handle, url, timeoutSeconds: configuration.connectTimeoutSeconds)
    var patience = rabbit_seconds(configuration.rpcTimeoutSeconds)
    _ = unsafe amqp_set_handshake_timeout(handle.state, &patience)
    _ = unsafe amqp_set_rpc_timeout(handle.state, &patience)
    return unsafe sayHello(handle, url, configuration, purpose: purpose)
  }

  /// Checks the broker's answer to the login, and opens the channel.
  private func enter(_ url: BrokerURL, _ reply: amqp_rpc_reply_t) throws(BrokerError) {
    guard unsafe reply.reply_type == AMQP_RESPONSE_NORMAL else {
      // With TLS 1.3 the client ends its handshake before the broker has looked at the client's certificate. So the
      // broker refuses the certificate only here, instead of answering the login.
      if let tls = url.tls, unsafe reply.library_error == AMQP_STATUS_SSL_ERROR.rawValue {
        throw TLSFailure.takeNoted().error(url, tls, status: unsafe reply.library_error)
      }
      throw unsafe failure(of: reply, "\(url.endpoint) refused the login", otherwise: .accessRefused).error
    }
    Self.keepAlive(descriptor)
    do {
      try openChannel()
    } catch {
      throw error.error
    }
  }

  private static func openSocket(
    _ handle: ConnectionHandle, _ url: BrokerURL, timeoutSeconds: Int
  ) throws(BrokerError) {
    let socket = unsafe url.tls == nil ? amqp_tcp_socket_new(handle.state) : amqp_ssl_socket_new(handle.state)
    guard let socket = unsafe socket else { throw BrokerError(.misconfigured, "No socket could be made.") }
    if let tls = url.tls { unsafe try prepare(socket, tls, host: url.host) }
    var patience = rabbit_seconds(timeoutSeconds)
    let status = LibraryStatus(number: unsafe amqp_socket_open_noblock(socket, url.host, Int32(url.port), &patience))
    guard status.number != 0 else { return }
    guard !status.isTimeout else {
      throw BrokerError(
        .unreachable, "No broker answers at \(url.endpoint) within \(timeoutSeconds) s", status: Int(status.number))
    }
    if let tls = url.tls, status.isTLS { throw TLSFailure.takeNoted().error(url, tls, status: status.number) }
    throw status.error("No broker answers at \(url.endpoint)")
  }

  private static func prepare(
    _ socket: OpaquePointer, _ tls: TLSSettings, host: String
  ) throws(BrokerError) {
    guard let authorities = tls.authoritiesFile else {
      throw BrokerError(.tls, "amqps needs ?cacertfile=, a PEM file with the authority of the broker's certificate.")
    }
    guard unsafe amqp_ssl_socket_set_cacert(socket, authorities) == 0 else {
      throw BrokerError(.tls, "cacertfile \(authorities) cannot be read as PEM certificates.")
    }
    if let certificate = tls.certificateFile {
      let key = tls.keyFile ?? certificate
      guard unsafe rabbit_set_key(socket, certificate, key) == 0 else {
        throw BrokerError(
          .tls,
          "certfile \(certificate) and keyfile \(key) are not, in PEM, a certificate with its key that needs no password."
        )
      }
    }
    // The library has no constant for TLS 1.3, but `AMQP_TLSvLATEST` allows that version.
    guard unsafe rabbit_verify_broker(socket, host) == 1,
      unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0
    else { throw BrokerError(.tls, "The TLS library cannot verify the host \(host).") }
  }

  private static func sayHello(
    _ handle: ConnectionHandle, _ url: BrokerURL, _ configuration: RabbitConfiguration, purpose: String
  ) -> amqp_rpc_reply_t {
    let pool = MemoryPool()
    var properties = unsafe clientProperties(name: "\(configuration.connectionName) \(purpose)", in: pool)
    let heartbeat = Int32(url.heartbeatSeconds ?? configuration.heartbeatSeconds)
    if url.tls?.logsInByCertificate == true {
      return unsafe rabbit_login_external(
        handle.state, url.virtualHost, AMQP_DEFAULT_FRAME_SIZE, heartbeat, &properties)
    }
    return unsafe rabbit_login_plain(
      handle.state, url.virtualHost, AMQP_DEFAULT_FRAME_SIZE, heartbeat, &properties, url.user, url.password)
  }

  /// The client's properties: its name, and the capabilities that the library leaves out.
  ///
  /// Without these capabilities, the broker does not tell a consumer that its queue is gone, or a publisher that it is
  /// blocked.
  private static func clientProperties(name: String, in pool: MemoryPool) -> amqp_table_t {
    let writer = HeaderWriter(pool: pool)
    let names = ["publisher_confirms", "basic.nack", "consumer_cancel_notify", "connection.blocked"]
    let capabilities = unsafe pool.entries(names.count)
    for (index, name) in names.enumerated() {
      var yes = unsafe amqp_field_value_t()
      unsafe yes.kind = UInt8(ascii: "t")
      unsafe yes.value.boolean = 1
      unsafe capabilities[index] = unsafe amqp_table_entry_t(key: pool.bytes(name), value: yes)
    }
    let entries = unsafe pool.entries(2)
    let table = unsafe amqp_table_t(num_entries: Int32(names.count), entries: capabilities)
    unsafe entries[0] = unsafe amqp_table_entry_t(key: pool.bytes("capabilities"), value: writer.nested(table))
    var text = unsafe amqp_field_value_t()
    unsafe text.kind = UInt8(ascii: "S")
    unsafe text.value.bytes = pool.bytes(name)
    unsafe entries[1] = unsafe amqp_table_entry_t(key: pool.bytes("connection_name"), value: text)
    return unsafe amqp_table_t(num_entries: 2, entries: entries)
  }

  /// Turns on TCP keep-alive, so that a vanished peer is noticed even if heartbeats are rare.
  ///
  /// TCP_USER_TIMEOUT is not used, because it would cut off a publisher that the broker merely blocks.
  private static func keepAlive(_ descriptor: Int32) {
    #if os(Linux)
      for (option, value) in [(TCP_KEEPIDLE, Int32(30)), (TCP_KEEPINTVL, 10), (TCP_KEEPCNT, 4)] {
        var value = value
        _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
      }
    #endif
  }
}
