import Admission
import Foundation
import QueueContracts
import WorkerRuntime

extension DecisionLog {
  /// The log as a column's text; nil if the school has decided nothing.
  var text: String? { entries.isEmpty ? nil : WireCodec.text(of: self) }

  /// Reads a column's text.
  ///
  /// - Throws: `StoreError.rejected` if the text is not the JSON of a `DecisionLog`.
  init(text: String?) throws(StoreError) {
    guard let text else {
      self.init()
      return
    }
    do {
      self = try JSONReader.decode(DecisionLog.self, from: text)
    } catch {
      throw .rejected("a stored row cannot be read: an application's decisions")
    }
  }
}
