import Foundation
import Operations
import WorkerRuntime

/// A RabbitMQ broker for one sandbox, on free ports of 127.0.0.1 and with its own port mapper.
///
/// A shell runs broker and port mapper. The shell reads a pipe that this process holds open, and kills both programs as
/// soon as the pipe closes, so nothing is left behind however this process ends.
struct PrivateBroker {
  let amqpURL: String
  private let shell: Process
  private let lifeline: Pipe

  /// Starts the broker, and returns before it answers.
  ///
  /// - Parameter folder: the folder for its data and logs.
  /// - Returns: the process and its address.
  /// - Throws: ``Failure`` if RabbitMQ is not installed or cannot be started, or the system's error if the folder
  ///   cannot be written.
  static func start(in folder: String) throws -> PrivateBroker {
    let program = try program()
    let ports = try Loopback.freePorts(3)
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(folder)/log", withIntermediateDirectories: true)
    let cookie = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    _ = manager.createFile(
      atPath: "\(folder)/.erlang.cookie", contents: Data(cookie.utf8), attributes: [.posixPermissions: 0o400])
    try Data("[].\n".utf8).write(to: URL(filePath: "\(folder)/enabled_plugins"))
    try Data(configuration(port: ports[0]).utf8).write(to: URL(filePath: "\(folder)/rabbitmq.conf"))

    let (shell, lifeline) = (Process(), Pipe())
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", script, "sandbox-broker", program, "\(folder)/log/start.log"]
    shell.environment = environment(folder: folder, nodePort: ports[1], mapperPort: ports[2])
    shell.standardInput = lifeline
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    return PrivateBroker(amqpURL: "amqp://guest:guest@127.0.0.1:\(ports[0])/", shell: shell, lifeline: lifeline)
  }

  /// Ends the broker, and waits until it is gone.
  func stop() {
    try? lifeline.fileHandleForWriting.close()
    shell.waitUntilExit()
  }

  /// The shell's script, which starts each program in a session of its own.
  ///
  /// In its own session, a program does not get a Ctrl-C from the terminal, and the processes that it has started end
  /// together with it.
  private static let script = """
    trap '' INT HUP TERM
    setsid epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null >>"$2" 2>&1 &
    mapper=$!
    setsid "$1" </dev/null >>"$2" 2>&1 &
    node=$!
    while read -r line; do :; done
    kill -KILL "-$node" "-$mapper" 2>/dev/null
    while kill -0 "-$node" 2>/dev/null; do sleep 0.05; done
    """

  /// The server's own script, which RabbitMQ's wrapper on the `PATH` calls.
  ///
  /// The wrapper is not used, because it runs the server as another user.
  private static func program() throws(Failure) -> String {
    let folder = "/usr/lib/rabbitmq/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let programs = versions.sorted().map { "\(folder)/\($0)/sbin/rabbitmq-server" }
    guard let program = programs.last(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw .couldNotBeDone(
        "RabbitMQ is not installed in \(folder): install it (apt-get install rabbitmq-server), or name a broker on this machine with AMQP_URL."
      )
    }
    return program
  }

  private static func configuration(port: Int) -> String {
    """
    listeners.tcp.default = 127.0.0.1:\(port)
    log.console = false
    log.file.level = info
    vm_memory_high_watermark.absolute = 512MB
    disk_free_limit.absolute = 100MB
    raft.wal_max_size_bytes = 67108864

    """
  }

  private static func environment(folder: String, nodePort: Int, mapperPort: Int) -> [String: String] {
    let interface = "-kernel inet_dist_use_interface {127,0,0,1}"
    return [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder,
      "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": "\(mapperPort)", "ERL_FLAGS": "-start_epmd false",
      "RABBITMQ_NODENAME": "sandbox@localhost", "RABBITMQ_DIST_PORT": "\(nodePort)",
      "RABBITMQ_MNESIA_BASE": "\(folder)/data", "RABBITMQ_LOG_BASE": "\(folder)/log",
      "RABBITMQ_PID_FILE": "\(folder)/beam.pid", "RABBITMQ_CONFIG_FILE": "\(folder)/rabbitmq.conf",
      "RABBITMQ_ENABLED_PLUGINS_FILE": "\(folder)/enabled_plugins", "RABBITMQ_CONF_ENV_FILE": "/dev/null",
      "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": interface,
    ]
  }
}
