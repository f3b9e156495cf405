import Foundation

/// The settings from the environment, by the same keys as in the other examples.
struct Settings {
  let brokerURL: String
  /// The address to which NotifyWorker sends the entries.
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
