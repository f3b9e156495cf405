import Foundation

/// The server of the openssl command, which does the TLS handshake and knows no AMQP.
enum HandshakeServer {
  struct Ended: Error {}

  /// Runs a server that only does the TLS handshake, for as long as `work` takes.
  ///
  /// - Parameters:
  ///   - arguments: the arguments of `openssl s_server`.
  ///   - work: gets the server's port.
  /// - Throws: what `work` throws, or what the system says if there is no openssl.
  static func run(_ arguments: [String], _ work: (Int) async throws -> Void) async throws {
    let server = Process()
    server.executableURL = URL(filePath: "/usr/bin/openssl")
    server.arguments = ["s_server", "-accept", "127.0.0.1:0", "-www"] + arguments
    let output = Pipe()
    server.standardOutput = output
    server.standardError = FileHandle.nullDevice
    server.standardInput = FileHandle.nullDevice
    try server.run()
    defer { server.terminate() }
    try await work(try await port(in: output))
  }

  private static func port(in output: Pipe) async throws -> Int {
    let printed = await withCheckedContinuation { done in
      DispatchQueue.global().async {
        var text = ""
        while text.firstMatch(of: announcement) == nil {
          let data = output.fileHandleForReading.availableData
          guard !data.isEmpty else { break }
          text += String(decoding: data, as: UTF8.self)
        }
        done.resume(returning: text)
      }
    }
    guard let port = printed.firstMatch(of: announcement).flatMap({ Int($0.1) }) else { throw Ended() }
    return port
  }

  private static var announcement: Regex<(Substring, Substring)> { /ACCEPT 127\.0\.0\.1:(\d+)\n/ }
}
