import Foundation
import Operations
import QueueContracts
import Samples

/// The folder with everything that a sandbox writes.
struct SandboxFolder: Sendable {
  let path: String

  var store: String { "\(path)/store.sqlite" }
  var documents: String { "\(path)/documents" }
  var documentList: String { "\(path)/documents.json" }
  var messages: String { "\(path)/messages" }
  var registers: String { "\(path)/registers.json" }
  var schools: String { "\(path)/schools.csv" }
  var attestationKey: String { "\(path)/attestation-key.pem" }
  var environment: String { "\(path)/env" }
  var clock: String { "\(path)/clock" }
  var broker: String { "\(path)/broker" }
  private var mark: String { "\(path)/sandbox" }

  /// Takes the folder from the command line, or else the user's own folder for sandboxes.
  init(given: String?) {
    let environment = ProcessInfo.processInfo.environment
    // `HOME` comes first, because `NSHomeDirectory()` would give the home folder of the user's account instead.
    let state = environment["XDG_STATE_HOME"] ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state"
    path = URL(filePath: given ?? "\(state)/qabyldau-sandbox").standardizedFileURL.path
  }

  /// Makes the folder, or empties the folder of an earlier sandbox, and locks it for this process.
  ///
  /// - Returns: the lock, which the kernel releases when the process ends.
  func take() throws(Failure) -> FileHandle {
    let manager = FileManager.default
    let present = (try? manager.contentsOfDirectory(atPath: path)) ?? []
    guard present.isEmpty || present.contains("sandbox") else {
      throw .badInput("\(path) holds something else; give a new or empty folder with --folder.")
    }
    do {
      try manager.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .couldNotBeDone("\(path) cannot be made; give another folder with --folder.")
    }
    guard let hold = try lock(creating: true) else {
      throw .couldNotBeDone("A sandbox runs in \(path) already; end it, or give another folder with --folder.")
    }
    for name in present where name != "sandbox" {
      do { try manager.removeItem(atPath: "\(path)/\(name)") } catch {
        throw .couldNotBeDone("\(path)/\(name) of an earlier sandbox cannot be removed.")
      }
    }
    return hold
  }

  /// - Throws: ``Failure`` if no sandbox runs in this folder.
  func requireRunning() throws(Failure) {
    guard FileManager.default.fileExists(atPath: mark), try lock(creating: false) == nil else {
      throw .couldNotBeDone("No sandbox runs in \(path); \"admissionctl sandbox\" starts one, --folder names another.")
    }
  }

  /// Locks the folder; nil if another process has locked it.
  private func lock(creating: Bool) throws(Failure) -> FileHandle? {
    let descriptor = open(mark, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
    guard descriptor >= 0 else { throw .couldNotBeDone("\(mark) cannot be opened; see its permissions.") }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? handle : nil
  }

  /// Writes the families' applications and documents, the registers, the schools and the keys.
  func write(_ town: SandboxTown) throws {
    for family in town.families {
      try write(WireCodec.encode(family.message), to: "\(messages)/\(family.situation.rawValue).json")
    }
    for document in town.allDocuments { try write(document.bytes, to: "\(documents)/\(document.attached.reference)") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(encoder.encode(town.documents.map(\.attached)), to: documentList)
    try write(encoder.encode(town.registers), to: registers)
    try write(Data(SampleSchool.csv.utf8), to: schools)
    for file in try town.signatures.files { try write(Data(file.text.utf8), to: "\(path)/\(file.name)") }
    try write(Data(town.signatures.attestationKey.utf8), to: attestationKey)
  }

  /// Writes the settings as a file that a shell can source.
  func write(_ settings: [String: String]) throws {
    let lines = settings.sorted { $0.key < $1.key }
      .map { "export \($0)='\($1.replacing("'", with: "'\\''"))'\n" }
    try write(Data(lines.joined().utf8), to: environment)
  }

  /// Writes a file that only the user can read, because one of the files is a private key.
  private func write(_ bytes: Data, to file: String) throws {
    let url = URL(filePath: file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    guard
      FileManager.default.createFile(atPath: file, contents: bytes, attributes: [.posixPermissions: 0o600])
    else { throw Failure.couldNotBeDone("\(file) cannot be written; see the folder's permissions and the free space.") }
  }
}
