import Foundation

extension HTTPAnswer {
  /// True if a service that answers so is there and not overloaded, whatever it thinks of the question.
  public var isSignOfLife: Bool { status < 500 && status != 408 && status != 429 }
}
