public import Admission
public import Foundation
public import QueueContracts
import WorkerRuntime

/// IntakeWorker's checks of documents, for use before the documents are sent.
///
/// A portal uses these checks to show a problem beside the file at once. Otherwise the family would read of the problem
/// only in the service history.
public enum ContentCheck {
  /// The media type of a complete PDF, JPEG or PNG; nil if the bytes are something else, or are cut off.
  public static func mediaType(of content: Data) -> String? {
    let bytes = Bytes(content)
    return MediaType.allCases.first { $0.isWhole(bytes) }?.rawValue
  }

  /// Finds the facts that intake will find about documents.
  ///
  /// - Parameters:
  ///   - documents: the documents as the application names them.
  ///   - folder: the absolute path of the folder that holds the documents.
  /// - Returns: a fact for each document, in their order.
  /// - Throws: `EnvironmentDown` if the folder is not there, `DocumentFault` if a file in it cannot be read.
  public static func facts(of documents: [AttachedDocument], in folder: String) throws -> [DocumentFact] {
    guard !documents.isEmpty else { return [] }
    let open = try OpenFolder(folder)
    return try documents.map { document in
      let content = try DocumentReference(document.reference).flatMap {
        try open.file($0, atMost: min(document.size, DocumentLookups.limit) + 1)
      }
      return DocumentCheck.fact(of: content, claimed: document)
    }
  }

  /// The fact that intake will find about a document with this content.
  public static func fact(of content: Data, claimed document: AttachedDocument) -> DocumentFact {
    DocumentCheck.fact(of: content, claimed: document)
  }
}
