import QueueContracts
import Admission
import Foundation
import WorkerRuntime

extension Grounds {
  /// Reads a column's text.
  ///
  /// - Throws: `StoreError.rejected` if the text is not the JSON of a `Grounds` value.
  init(text: String) throws(StoreError) {
    do {
      self = try JSONReader.decode(Grounds.self, from: text)
    } catch {
      throw .rejected("a stored row cannot be read: what an application was judged by")
    }
  }
}
