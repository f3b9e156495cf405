import Foundation

extension HTTPAnswer {
  /// True if the status shows a service that is there and not overloaded, whatever it says to the request.
  public var isSignOfLife: Bool { status < 500 && status != 408 && status != 429 }
}
