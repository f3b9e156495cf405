/// The demands on the digital photograph (S-enrol.3).
public struct PhotoFormat: Sendable, Equatable, CustomStringConvertible {
  /// The width in the ratio of width to height: 3 in 3:4.
  public let ratioWidth: Int
  /// The height in the ratio of width to height: 4 in 3:4.
  public let ratioHeight: Int
  /// The tolerance of the ratio in per cent, inclusive.
  public let tolerancePercent: Int
  /// The least width, in pixels.
  public let leastWidth: Int
  /// The least height, in pixels.
  public let leastHeight: Int
  /// The greatest width or height, in pixels.
  ///
  /// No camera makes larger pictures, and a program that opens a larger picture runs out of memory.
  public let greatestSide: Int

  /// Creates the demands on a photograph.
  public init(
    ratioWidth: Int, ratioHeight: Int, tolerancePercent: Int, leastWidth: Int, leastHeight: Int, greatestSide: Int
  ) {
    self.ratioWidth = ratioWidth
    self.ratioHeight = ratioHeight
    self.tolerancePercent = tolerancePercent
    self.leastWidth = leastWidth
    self.leastHeight = leastHeight
    self.greatestSide = greatestSide
  }

  /// The demands, in words for a clerk.
  public var description: String {
    "\(ratioWidth):\(ratioHeight) within \(tolerancePercent) %, \(leastWidth)×\(leastHeight) px or more, no side over "
      + "\(greatestSide) px"
  }

  /// Tells whether a picture of this size meets the demands.
  ///
  /// The comparison uses whole numbers. With floating-point numbers, a picture exactly at a limit such as 0.7125 could
  /// be judged either way, because 0.7125 has no exact binary form.
  public func accepts(_ size: PictureSize) -> Bool {
    guard size.width >= leastWidth, size.height >= leastHeight, max(size.width, size.height) <= greatestSide
    else { return false }
    let (actual, wanted) = (100 * size.width * ratioHeight, size.height * ratioWidth)
    return actual >= (100 - tolerancePercent) * wanted && actual <= (100 + tolerancePercent) * wanted
  }
}

/// The size of a picture in pixels, as a viewer shows it.
public struct PictureSize: Sendable, Equatable {
  /// The width, in pixels.
  public let width: Int
  /// The height, in pixels.
  public let height: Int

  /// Creates a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
