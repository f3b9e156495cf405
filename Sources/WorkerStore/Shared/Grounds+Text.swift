import Admission
import Foundation
import WorkerRuntime

extension Grounds {
  /// Reads what a column holds.
  ///
  /// - Throws: `StoreError.rejected` if the text tells no grounds.
  init(text: String) throws(StoreError) {
    do {
      self = try JSONDecoder().decode(Grounds.self, from: Data(text.utf8))
    } catch {
      throw .rejected("a stored row cannot be read: what an application was judged by")
    }
  }
}
