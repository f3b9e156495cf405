import Foundation

/// Gives texts to `body` as C strings that live as long as `body` runs; nil becomes a null pointer.
func withCStrings<Result>(_ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
  let copies = unsafe texts.map { unsafe $0.map { unsafe strdup($0)! } }
  defer { unsafe copies.forEach { unsafe free($0) } }
  // An empty array may have no address, so a nil is added.
  let pointers = unsafe copies.map { unsafe $0.map { unsafe UnsafePointer($0) } } + [nil]
  return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
}
