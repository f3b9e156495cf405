/// What the digital photograph has to be (S-enrol.3).
public struct PhotoFormat: Sendable, Equatable, CustomStringConvertible {
  /// Width and height of the ratio, 3 and 4.
  public let ratioWidth: Int
  public let ratioHeight: Int
  /// How far the ratio may be off, the edges included.
  public let tolerancePercent: Int
  /// In pixels.
  public let leastWidth: Int
  /// In pixels.
  public let leastHeight: Int
  /// In pixels: a picture that claims more is none that a camera made, and whoever opens it runs out of memory.
  public let greatestSide: Int

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

  public var description: String {
    "\(ratioWidth):\(ratioHeight) within \(tolerancePercent) %, \(leastWidth)×\(leastHeight) px or more, no side over "
      + "\(greatestSide) px"
  }

  /// True if a picture of this size is such a photograph.
  ///
  /// In whole numbers, because 0.7125 has no exact binary form and the edge would fall to either side.
  public func accepts(_ size: PictureSize) -> Bool {
    guard size.width >= leastWidth, size.height >= leastHeight, max(size.width, size.height) <= greatestSide
    else { return false }
    let (actual, wanted) = (100 * size.width * ratioHeight, size.height * ratioWidth)
    return actual >= (100 - tolerancePercent) * wanted && actual <= (100 + tolerancePercent) * wanted
  }
}

/// In pixels, as a viewer shows the picture.
public struct PictureSize: Sendable, Equatable {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
