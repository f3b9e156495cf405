import Admission
import Foundation
import QueueContracts
import WorkerRuntime

extension DecisionLog {
  /// The log as a column holds it; nil if the school has decided nothing.
  var text: String? { entries.isEmpty ? nil : WireCodec.text(of: self) }

  /// - Throws: `StoreError.rejected` if the text is no log.
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
