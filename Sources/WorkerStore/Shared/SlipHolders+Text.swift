import Admission
import QueueContracts
import WorkerRuntime

extension SlipHolders {
  /// The ids of the earlier holders as a column's text, with blanks between them; nil if there are none.
  var earlierText: String? { earlier.isEmpty ? nil : earlier.map(\.description).joined(separator: " ") }

  /// Reads the holders of a slip.
  ///
  /// - Throws: `StoreError.rejected` if the text is not a list of ids.
  init(latest: ApplicationID, earlierText: String?) throws(StoreError) {
    let ids = (earlierText ?? "").split(separator: " ")
    let earlier = ids.compactMap { ApplicationID(String($0)) }
    guard earlier.count == ids.count else {
      throw .rejected("a stored row cannot be read: a slip's earlier applications")
    }
    self.init(latest: latest, earlier: earlier)
  }
}
