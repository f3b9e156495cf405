import Foundation
import Operations
import QueueContracts

extension ClerksCase {
  /// Reads a body of application.submitted.v1, or a form alone.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - path: the file's path, which an error names.
  ///   - given: the time of submission from the command line; if it is nil, the time in the body counts. A form alone
  ///     then counts as submitted now.
  /// - Throws: ``Failure`` if the file holds neither a body of application.submitted.v1 nor a form.
  init(_ bytes: Data, path: String, submittedAt given: Timestamp?) throws(Failure) {
    guard (try? JSONDecoder().decode(Probe.self, from: bytes)) == nil else {
      let form = try InputFile.decode(ApplicationForm.self, from: bytes, of: path, what: "a form")
      self.init(applicationId: nil, number: nil, submittedAt: given ?? .now, form: form)
      return
    }
    let application = try InputFile.decode(
      ApplicationSubmitted.self, from: bytes, of: path, what: ApplicationSubmitted.type)
    self.init(
      applicationId: application.applicationId, number: application.number,
      submittedAt: given ?? application.submittedAt, form: application.form.form)
  }
}

/// Can be decoded only from a form, because no other body has `service` at its root.
private struct Probe: Decodable {
  let service: String
}
