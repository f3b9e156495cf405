import CFiles
import Foundation
import WorkerRuntime

/// The folder of documents, held open while documents are read.
struct OpenFolder: ~Copyable {
  private let root: String
  private let descriptor: Int32

  /// Opens the folder.
  ///
  /// - Throws: `EnvironmentDown` if the folder is not there, for example because its disk is not mounted. Without this
  ///   error, all documents would count as missing, and every family would be refused.
  init(_ root: String) throws {
    self.root = root
    descriptor = qabyldau_open_folder(root)
    guard descriptor >= 0 else { throw EnvironmentDown.documentStore("the folder is not there") }
  }

  deinit { close(descriptor) }

  /// Reads the first `limit` bytes of a file; nil if there is no such file, or its path leads out of the folder.
  ///
  /// - Throws: ``DocumentFault`` if the file cannot be read.
  func file(_ reference: DocumentReference, atMost limit: Int) throws -> Data? {
    let file = try open(reference.text)
    guard file >= 0 else { return try Self.nilIfMissing(errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return try Self.nilIfMissing(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    return try Self.bytes(of: file, size: Int(status.st_size), atMost: limit)
  }

  /// Opens a file and returns its descriptor, or -1 with `errno`.
  private func open(_ path: String) throws -> Int32 {
    let file = qabyldau_open_beneath(descriptor, path)
    // The slow way is for absolute links, which the system call refuses, and for systems that lack or forbid the call.
    guard file < 0, [EXDEV, EAGAIN, ENOSYS, EPERM].contains(errno) else { return file }
    return try openSlowly(path)
  }

  /// Opens a file after resolving every link, and then checks the open file's real path.
  private func openSlowly(_ path: String) throws -> Int32 {
    guard let folder = Self.resolved(root) else { throw EnvironmentDown.documentStore("the folder is not there") }
    guard let path = Self.resolved(folder + "/" + path) else { return -1 }
    errno = ENOENT
    guard Self.isBeneath(path, folder) else { return -1 }
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let file = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return file }
    // After the links were resolved, another program may have replaced a folder of the path by a link.
    guard let place = Self.place(of: file), Self.isBeneath(place, folder) else {
      close(file)
      errno = ENOENT
      return -1
    }
    return file
  }

  private static func isBeneath(_ path: String, _ folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  /// The path of an open file, as the kernel reports it; nil if the kernel does not report a path.
  static func place(of descriptor: Int32) -> String? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Darwin)
      guard fcntl(descriptor, F_GETPATH, &path) == 0 else { return nil }
    #else
      guard readlink("/proc/self/fd/\(descriptor)", &path, path.count - 1) > 0 else { return nil }
    #endif
    return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Reads an open file.
  ///
  /// - Parameters:
  ///   - file: the descriptor.
  ///   - size: the size that the system states; 0 for files without a size, such as those in `/proc`.
  ///   - limit: the greatest number of bytes to read.
  /// - Returns: the content; nil if there is no such document.
  /// - Throws: ``DocumentFault`` if the file cannot be read.
  private static func bytes(of file: Int32, size: Int, atMost limit: Int) throws -> Data? {
    let room = min(limit, size > 0 ? size : 65_536)
    guard room > 0 else { return Data() }
    guard let buffer = malloc(room) else { throw DocumentFault(detail: "no memory for a file") }
    var count = 0
    while count < room {
      let got = read(file, buffer + count, room - count)
      if got == 0 { break }
      if got > 0 {
        count += got
      } else if errno != EINTR {
        let error = errno
        free(buffer)
        return try nilIfMissing(error)
      }
    }
    return Data(bytesNoCopy: buffer, count: count, deallocator: .free)
  }

  /// Returns nil if the error means that the document does not exist.
  ///
  /// Any other error, such as a missing permission or a damaged block, is not the citizen's fault and is thrown.
  private static func nilIfMissing(_ error: Int32) throws -> Data? {
    if [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO].contains(error) { return nil }
    throw DocumentFault(detail: "a file cannot be read (errno \(error))")
  }

  /// The path without links; nil if it does not exist.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
