/// The digital photograph of 3×4 cm (S-enrol.3).
enum PhotoFormat {
  /// 3×4 cm at 300 dots an inch.
  static let minimum = PictureSize(width: 354, height: 472)

  /// Width ÷ height of 0.75, 5 % more or less, the edges included: 57/80 to 63/80, in whole numbers, because 0.7125 has
  /// no exact binary form and the edge would fall to either side.
  static func accepts(_ size: PictureSize) -> Bool {
    size.width >= minimum.width && size.height >= minimum.height
      && 80 * size.width >= 57 * size.height && 80 * size.width <= 63 * size.height
  }
}
