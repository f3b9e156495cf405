import Admission
import Crypto
import Foundation
import IntakeLookups
import QueueContracts
import Synchronization

/// Writes the files that families attach into the folder from which intake reads documents.
///
/// It writes only files that intake would accept: complete PDF, JPEG and PNG files, recognised by their content instead
/// of their names. The number and the size of all files together are limited.
final class UploadedDocuments: Sendable {
  struct Limits {
    /// The greatest number of files, those of all families together.
    var files = 500
    /// The greatest size of all files together, in bytes.
    var bytes = 256 << 20
  }

  /// The name of the folder for uploads inside the documents' folder.
  private static let place = "uploads"

  let folder: String
  private let limits: Limits
  /// The number and the size of the files that are in the folder now.
  private let used: Mutex<(files: Int, bytes: Int)>

  /// Creates a store for files in a folder, and counts the files that are there.
  ///
  /// - Parameters:
  ///   - folder: the absolute path of the documents' folder.
  ///   - limits: the greatest number of files and of bytes that the folder may hold.
  init(folder: String, limits: Limits = Limits()) {
    self.folder = folder
    self.limits = limits
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(Self.place)")) ?? []
    let sizes = names.map { name in
      let path = "\(folder)/\(Self.place)/\(name)"
      return ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    }
    used = Mutex((sizes.count, sizes.reduce(0, +)))
  }

  /// Checks a file as intake will, and writes it.
  ///
  /// - Parameters:
  ///   - content: the file's bytes.
  ///   - name: the file's name, as the browser gives it.
  ///   - kind: the kind of document that the family has chosen for the file.
  ///   - others: the documents that the form already has.
  ///   - edition: the edition of the rules whose limits apply.
  /// - Returns: the document as the application will name it.
  /// - Throws: ``RefusedFile``, which says what is wrong with the file.
  func take(
    _ content: Data, named name: String, as kind: DocumentKind, beside others: [AttachedDocument],
    by edition: RulesEdition
  ) throws(RefusedFile) -> AttachedDocument {
    guard others.count < AttachedDocument.mostInAList else { throw RefusedFile(.noRoom(kind)) }
    guard let mediaType = ContentCheck.mediaType(of: content) else {
      throw RefusedFile(.file(kind, Reason(.documentUnreadable, kind)))
    }
    guard others.reduce(content.count, { $0 + min($1.size, 1 << 30) }) <= edition.attachmentBytes else {
      throw RefusedFile(.file(kind, Reason(.documentTooLarge)))
    }
    let digest = SHA256.hash(data: content).hexDigits
    let document = AttachedDocument(
      kind: kind, reference: "\(Self.place)/\(digest)", fileName: Self.fileName(name), mediaType: mediaType,
      size: content.count, sha256: digest)
    switch ContentCheck.fact(of: content, claimed: document) {
    case .picture(let size):
      guard edition.photo.accepts(size) else { throw RefusedFile(.file(kind, Reason(.photoWrongFormat, kind))) }
    case .noPicture: throw RefusedFile(.file(kind, Reason(.photoWrongFormat, kind)))
    case .unreadable: throw RefusedFile(.file(kind, Reason(.documentUnreadable, kind)))
    case .good, .notOpened: break
    }
    guard keep(content, as: document.reference) else { throw RefusedFile(.noRoom(kind)) }
    return document
  }

  /// Writes the content, unless a file with this reference exists.
  ///
  /// - Returns: false if there is no room or the file cannot be written.
  private func keep(_ content: Data, as reference: String) -> Bool {
    let path = "\(folder)/\(reference)"
    return used.withLock { used in
      if FileManager.default.fileExists(atPath: path) { return true }
      guard used.files < limits.files, used.bytes + content.count <= limits.bytes else { return false }
      do {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(Self.place)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The file is renamed into place, so that intake never reads a part of it.
        try content.write(to: URL(filePath: path), options: .atomic)
      } catch {
        return false
      }
      used = (used.files + 1, used.bytes + content.count)
      return true
    }
  }

  /// The last 200 visible characters of the file name at the end of a path; nil if there are none.
  private static func fileName(_ name: String) -> String? {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let printed = String(
      String.UnicodeScalarView(
        last.unicodeScalars.filter {
          !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20 && $0.value != 0x7F
        }.suffix(200)))
    return printed.isEmpty ? nil : printed
  }
}

/// The error for a file that was not accepted.
struct RefusedFile: Error, Equatable {
  let problem: FormProblem

  init(_ problem: FormProblem) { self.problem = problem }
}
