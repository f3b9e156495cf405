import Foundation
import WorkerRuntime

/// A process that has a store open, described so that other processes can tell whether it still runs.
struct ProcessInstance: Sendable, Equatable {
  /// An id that is made when the store is opened, because process ids are reused.
  let id: String
  /// The machine's boot id and the process's name space for process ids; empty if the system does not tell.
  ///
  /// A process id has a meaning only on one machine and in one name space: each container counts its own process ids.
  let host: String
  let pid: Int32
  /// The start of the process, in the kernel's ticks after the machine's boot; 0 if the system does not tell.
  let startedAt: UInt64

  init(id: String, host: String, pid: Int32, startedAt: UInt64) {
    self.id = id
    self.host = host
    self.pid = pid
    self.startedAt = startedAt
  }

  /// Describes a running process.
  ///
  /// - Parameter pid: the process that opens the store; a test names another process, which the test kills.
  init(pid: Int32 = ProcessInfo.processInfo.processIdentifier) {
    self.init(
      id: UUID().uuidString.lowercased(), host: Self.host() ?? "", pid: pid, startedAt: Self.start(of: pid) ?? 0)
  }

  /// True if the process has ended; nil if the observer cannot tell.
  func isGone(seenFrom observer: ProcessInstance) -> Bool? {
    guard !host.isEmpty, host == observer.host, startedAt > 0 else { return nil }
    return Self.start(of: pid) != startedAt
  }

  /// The value of ``host`` for this process; nil on systems without `/proc`.
  private static func host() -> String? {
    guard let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
      let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return nil }
    return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + space
  }

  /// The start of a process; nil if there is no such process, or if it is a zombie.
  private static func start(of pid: Int32) -> UInt64? {
    guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      // The second field is the program's name in brackets, which may hold blanks and brackets itself.
      let nameEnd = line.lastIndex(of: ")")
    else { return nil }
    let fields = line[line.index(after: nameEnd)...].split(separator: " ")
    // In the whole line, the state is the third field and the start is the twenty-second; `fields` lacks the first two.
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }
}

/// A crash note of another process.
struct CrashNote: Decodable {
  let message: String
  /// True if the process had no other message in hand.
  let alone: Bool
  let process: String
  let host: String
  let pid: Int32
  let startedAt: UInt64
  /// True if the process's lease has run out; a running process renews its lease again and again.
  let isSilent: Bool

  /// True if the process that wrote the note has ended.
  ///
  /// The process may have died of this message, or of another message that it had in hand.
  func isCrash(seenFrom observer: ProcessInstance) -> Bool {
    let process = ProcessInstance(id: process, host: host, pid: pid, startedAt: startedAt)
    return process.isGone(seenFrom: observer) ?? isSilent
  }
}

extension [CrashNote] {
  /// Counts the crashes of each message; leaves out messages without a crash.
  func crashes(seenFrom observer: ProcessInstance) -> [String: Crashes] {
    var crashes: [String: Crashes] = [:]
    for note in self where note.isCrash(seenFrom: observer) {
      crashes[note.message, default: Crashes()].alone += note.alone ? 1 : 0
      crashes[note.message, default: Crashes()].together += note.alone ? 0 : 1
    }
    return crashes
  }
}
