import Foundation

/// What the environment says; the same keys as the other examples have.
struct Settings {
  let brokerURL: String
  /// Where NotifyWorker puts the entries.
  let host: String
  let port: Int
  let keyFile: String
  /// The folder of `DOCUMENTS_URL`, which the workers read.
  let documentStore: URL
  /// The folder of the documents that are attached.
  let documents: URL
  let schoolBIN: String

  struct Missing: Error { let key: String }

  init() throws {
    func value(_ key: String) throws -> String {
      guard let value = ProcessInfo.processInfo.environment[key] else { throw Missing(key: key) }
      return value
    }
    brokerURL = try value("AMQP_URL")
    guard let portal = URL(string: try value("PORTAL_URL")), let host = portal.host(), let port = portal.port else {
      throw Missing(key: "PORTAL_URL")
    }
    (self.host, self.port) = (host, port)
    keyFile = try value("PORTAL_KEY")
    guard let store = URL(string: try value("DOCUMENTS_URL")) else { throw Missing(key: "DOCUMENTS_URL") }
    documentStore = store
    documents = URL(filePath: try value("EXAMPLE_DOCUMENTS"), directoryHint: .isDirectory)
    schoolBIN = try value("SCHOOL_BIN")
  }
}
