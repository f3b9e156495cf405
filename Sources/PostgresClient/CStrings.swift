import Foundation

/// Texts as C wants them, for as long as `body` runs; what is nil is a null pointer.
func withCStrings<Result>(_ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
  let copies = unsafe texts.map { text -> UnsafePointer<CChar>? in unsafe text.map { unsafe UnsafePointer(strdup($0)) }
  }
  defer { for unsafecopy in unsafe copies { unsafe free(UnsafeMutablePointer(mutating: copy)) } }
  // An empty array may have no address.
  return unsafe (copies + [nil]).withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
}
