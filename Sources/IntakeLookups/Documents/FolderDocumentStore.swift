import Dispatch
import Foundation
import WorkerRuntime

/// Documents as files of a folder (`DOCUMENTS_URL=file:///dir`).
struct FolderDocumentStore: DocumentStore {
  private let root: String
  private let seconds: Double
  /// Off the tasks' threads: a folder may be a network's, and a read that hangs would hold up everything.
  private let queue = DispatchQueue(label: "qabyldau.documents", attributes: .concurrent)

  /// - Parameters:
  ///   - root: an absolute path. It need not exist yet: a folder that is not there is a fault of the environment.
  ///   - seconds: how long one document may take, over 0.
  init(root: String, seconds: Double) {
    self.root = root
    self.seconds = seconds
  }

  func content(of reference: String, atMost limit: Int) async throws -> Data? {
    guard let reference = DocumentReference(reference) else { return nil }
    do {
      return try await reading { [root] in try Self.file(reference.text, in: root, atMost: limit) }
    } catch is TimedOut {
      throw DocumentFault(detail: "a file was not read within \(seconds) s")
    }
  }

  func isPresent() async -> Bool {
    (try? await reading { [root] in Self.resolved(root).map(Self.canBeOpened) ?? false }) ?? false
  }

  private func reading<Value: Sendable>(_ read: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await within(seconds: seconds) { reply in
      queue.async { reply.settle(Result { try read() }) }
      return {}
    }
  }

  private static func file(_ path: String, in root: String, atMost limit: Int) throws -> Data? {
    // An unmounted folder must not look like one without documents: everybody would be refused.
    guard let folder = resolved(root), isFolder(folder) else {
      throw EnvironmentDown.documentStore("the folder is not there")
    }
    // Without waiting for a writer, should it be a pipe.
    let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC
    var descriptor = open(folder + "/" + path, flags)
    if descriptor < 0, errno == ELOOP {
      // A link, which may lead to another place in the folder.
      guard let file = resolved(folder + "/" + path) else { return try nothing(errno) }
      guard isBeneath(file, folder) else { return nil }
      descriptor = open(file, flags)
    }
    guard descriptor >= 0 else { return try nothing(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return try nothing(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    // A folder on the way may be a link: where the open file lies decides, and nothing was read of it yet.
    guard let opened = place(of: descriptor), isBeneath(opened, folder) else { return nil }
    return try bytes(of: descriptor, size: Int(status.st_size), atMost: limit)
  }

  private static func isBeneath(_ path: String, _ folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  /// Where the open file lies now, as the system knows it; nil if it does not say.
  static func place(of descriptor: Int32) -> String? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Darwin)
      guard fcntl(descriptor, F_GETPATH, &path) == 0 else { return nil }
    #else
      guard readlink("/proc/self/fd/\(descriptor)", &path, path.count - 1) > 0 else { return nil }
    #endif
    return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func bytes(of descriptor: Int32, size: Int, atMost limit: Int) throws -> Data? {
    // What grows by doubling takes up to three times its size.
    var content = Data(capacity: min(limit, max(0, size)))
    var chunk = [UInt8](repeating: 0, count: min(limit, 65_536))
    while content.count < limit {
      let count = read(descriptor, &chunk, min(chunk.count, limit - content.count))
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        return try nothing(errno)
      }
      content.append(contentsOf: chunk.prefix(count))
    }
    return content
  }

  /// Nil for an error that says there is no such document.
  ///
  /// Any other, such as a missing permission or a damaged block, is not the citizen's fault and is thrown.
  private static func nothing(_ error: Int32) throws -> Data? {
    if [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO].contains(error) { return nil }
    throw DocumentFault(detail: "a file cannot be read (errno \(error))")
  }

  /// The path without links, nil where nothing is there.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// A folder that may be searched and not listed serves as well.
  private static func canBeOpened(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == EACCES && access(folder, X_OK) == 0 }
    close(descriptor)
    return true
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
