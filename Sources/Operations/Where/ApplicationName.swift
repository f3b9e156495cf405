import Admission
import QueueContracts
import WorkerRuntime

/// An application as a person names it: by its id, or by the number that its family knows.
public enum ApplicationName: Sendable, Equatable {
  case id(ApplicationID)
  case number(ApplicationNumber)

  /// - Throws: ``OperationFailure`` if the text is neither an id nor a number; the error does not show the text.
  public init(_ text: String) throws(OperationFailure) {
    if let id = ApplicationID(text) {
      self = .id(id)
    } else if let number = ApplicationNumber(text) {
      self = .number(number)
    } else {
      throw .badInput(
        "An application is named by its number (digits, capital letters, - and /) or by its id, a UUID such as "
          + "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11.")
    }
  }

  /// The application's id; for a number, the register is asked for the id.
  ///
  /// - Throws: ``OperationFailure`` if no application in the register has the number, or several applications have it.
  public func id(in records: any Records) async throws -> ApplicationID {
    switch self {
    case .id(let id): return id
    case .number(let number):
      let found = try await Connections.asking { try await records.applications(numbered: number) }
      guard let id = found.first else {
        throw OperationFailure.couldNotBeDone(
          "No application with this number is in the register; one that no worker has received yet is known by its id alone."
        )
      }
      guard found.count == 1 else {
        let ids = found.map(\.description).joined(separator: ", ")
        throw OperationFailure.couldNotBeDone("Several applications have this number; name one by its id: \(ids).")
      }
      return id
    }
  }
}
