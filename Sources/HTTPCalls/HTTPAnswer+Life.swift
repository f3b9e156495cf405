extension HTTPAnswer {
  /// True if the status shows that the service is up and not overloaded, even if it refuses the request.
  var isSignOfLife: Bool { status < 500 && status != 408 && status != 429 }
}
